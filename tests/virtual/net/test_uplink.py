from __future__ import annotations

import asyncio
import ipaddress
import json
import struct

import pytest

from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import Unreachable
from harness.virtual.net.network import Network
from harness.virtual.net.uplink import Uplink, address6, is_six

CAUSE = Cause("browser", "page")
BROWSER = "com.mi.globalbrowser"


class Router:
    """Writes down every flow on a gateway port: header and bytes; says back what `answer` makes of them."""

    def __init__(self, answer=lambda data: b""):
        self.answer = answer
        self.flows = []

    async def start(self, cable):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        host, port = self.server.sockets[0].getsockname()
        cable.write_text(json.dumps({"host": host, "port": port}))

    async def serve(self, reader, writer):
        fixed = await reader.readexactly(16)
        body = await reader.readexactly(int.from_bytes(fixed[14:], "big"))
        flow = [fixed, body, b"", writer.get_extra_info("peername")]
        self.flows.append(flow)
        while data := await reader.read(65536):
            flow[2] += data
            writer.write(self.answer(data))
        writer.close()


def ends(flow):
    size = 4 if flow[0][13] >> 4 == 1 else 16
    addresses = [str(ipaddress.ip_address(flow[1][at : at + size])) for at in (0, size)]
    ports = struct.unpack_from(">HH", flow[1], 2 * size)
    return [(address, port) for address, port in zip(addresses, ports, strict=True)]


@pytest.fixture
def routed(scene, tmp_path):
    """Runs an act on a phone whose only router is one of this test."""
    cable = tmp_path / "cable.json"

    def run(act, router, **options):
        async def main(here):
            await router.start(cable)
            try:
                return await act(here)
            finally:
                await asyncio.sleep(0.1)
                router.server.close()

        return scene(main, uplink=Uplink("wire", cable), **options)

    return run


def test_a_connection_says_whose_it_is_and_where_it_goes(routed):
    router = Router(lambda data: b"<" + data)

    async def act(here):
        stream = await Network(here.phone).stream(BROWSER, "203.0.113.9", 5222, CAUSE)
        await stream.send(b"hello", "hello")
        said = await stream.receive()
        table = here.phone.sockets.proc_net("tcp6")
        stream.close()
        return stream.local, said, table, here.counted(10123), here.emissions

    local, said, table, counted, emissions = routed(act, router)

    (flow,) = router.flows
    assert said == b"<hello"
    assert flow[0][:14] == b"\r\n\r\n\0\r\nQUIT\n\x21\x11"
    assert ends(flow) == [local, ("203.0.113.9", 5222)]
    assert local == tuple(flow[3])
    assert flow[2] == b"hello"
    assert f":{local[1]:04X}" in table
    assert counted[0] == 112 + 52 + 5 + 52 + 104
    assert {line["path"] for line in emissions if "path" in line} == {"gateway"}


def test_datagrams_are_framed_and_their_answers_read(routed):
    router = Router(lambda data: b"\0\3abc" if data else b"")

    async def act(here):
        answer = await Network(here.phone).datagram(BROWSER, "192.0.2.5", 123, b"when", CAUSE, reply_s=2)
        await asyncio.sleep(0.05)
        return answer, here.counted(10123, "udp")

    answer, counted = routed(act, router)

    (flow,) = router.flows
    assert (answer, counted) == (b"abc", (4 + 28, 3 + 28))
    assert flow[0][13] == 0x12
    assert flow[2] == b"\0\4when"


@pytest.mark.parametrize(("host", "kind"), [("192.0.2.5", 0x10), ("2001:db8::5", 0x20)])
def test_a_packet_of_another_protocol_says_its_number(routed, host, kind):
    router = Router()

    async def act(here):
        await Network(here.phone).packet("android", 1, host, b"\x08\0ping", CAUSE)
        return here.counted(1000, "other")

    counted = routed(act, router)

    (flow,) = router.flows
    assert flow[0][13] == kind
    assert flow[1][-4:] == b"\xe0\0\1\1"
    assert flow[2] == b"\0\6\x08\0ping"
    assert counted[0] == 6 + (20 if kind == 0x10 else 40)


def test_ipv6_leaves_from_the_phones_own_address_while_it_is_on(routed):
    router = Router()

    async def act(here):
        network = Network(here.phone)
        stream = await network.stream(BROWSER, "2001:db8::5", 443, CAUSE)
        await stream.send(b"six", "hello")
        table = here.phone.sockets.proc_net("tcp6")
        stream.close()
        counted = here.counted(10123)
        here.device.ipv6 = False
        with pytest.raises(Unreachable):
            await network.stream(BROWSER, "2001:db8::5", 443, CAUSE)
        return stream.local, table, counted

    local, table, counted = routed(act, router)

    (flow,) = router.flows
    assert ends(flow) == [local, ("2001:db8::5", 443)]
    assert local[0] == address6("127.0.1.88")
    assert is_six(local[0])
    assert f":{local[1]:04X}" in table
    assert counted[0] == 112 + 52 + 3 + 104 + 20 * 5


def test_a_proxy_setting_leads_through_the_router_too(routed):
    router = Router()

    async def act(here):
        here.phone.settings.put("global", "http_proxy", "192.0.2.8:8080")
        network = Network(here.phone)
        stream = await network.stream(BROWSER, "203.0.113.9", 80, CAUSE)
        route = await network._routes.find(BROWSER, "a.test", 443, "https")
        stream.close()
        return route

    route = routed(act, router)

    assert (route.kind, route.candidates) == ("proxy", (("192.0.2.8", 8080),))
    assert ends(router.flows[0])[1] == ("203.0.113.9", 80)


@pytest.mark.parametrize("content", [None, "{}", "[]", '{"host": "127.0.0.1", "port": "x"}'])
def test_without_a_router_nothing_leaves(scene, tmp_path, content):
    cable = tmp_path / "cable.json"
    if content is not None:
        cable.write_text(content)

    async def act(here):
        network = Network(here.phone)
        with pytest.raises(Unreachable):
            await network.stream(BROWSER, "203.0.113.9", 5222, CAUSE)
        with pytest.raises(Unreachable):
            await network.datagram(BROWSER, "203.0.113.9", 123, b"x", CAUSE)
        return here.arrivals

    assert scene(act, uplink=Uplink("wire", cable)) == []


def test_what_was_sent_arrives_though_its_answer_is_never_read(routed):
    router = Router(lambda data: bytes(200_000))

    async def act(here):
        network = Network(here.phone)
        for _ in range(5):
            stream = await network.stream(BROWSER, "203.0.113.9", 5222, CAUSE)
            await stream.send(bytes(100_000), "hello")
            stream.close()
        await asyncio.sleep(0.5)

    routed(act, router)

    assert [len(flow[2]) for flow in router.flows] == [100_000] * 5


def test_packets_need_a_router(scene):
    async def act(here):
        with pytest.raises(Unreachable, match="not permitted"):
            await Network(here.phone).packet("android", 1, "192.0.2.5", b"x", CAUSE)

    scene(act)
