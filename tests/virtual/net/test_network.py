from __future__ import annotations

import asyncio
import hashlib
import ssl
import subprocess

import pytest

from harness.virtual.cloud.authority import Authority
from harness.virtual.net.addresses import parse
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NameNotFound, TlsRefused, Unreachable
from harness.virtual.net.messages import Request
from harness.virtual.net.network import Network

BROWSER = "com.mi.globalbrowser"
CAUSE = Cause("browser", "page", ("value",))


class Proxy:
    """A small proxy: tunnels to wherever `upstream` says, counts what came over its sockets."""

    def __init__(self, upstream, context=None):
        self.upstream = upstream
        self.context = context
        self.heads = []
        self.peers = []
        self.received = 0

    async def start(self, host="127.0.0.1", port=0):
        self.server = await asyncio.start_server(self.serve, host, port)
        return self.server.sockets[0].getsockname()

    async def serve(self, reader, writer):
        self.peers.append(writer.get_extra_info("peername"))
        head = await reader.readuntil(b"\r\n\r\n")
        self.received += len(head)
        self.heads.append(head)
        there, out = await asyncio.open_connection(*self.upstream)
        if head.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            method, _, rest = head.partition(b" ")
            out.write(method + b" /" + rest.split(b"/", 3)[3])

        async def copy(source, sink, count):
            while data := await source.read(65536):
                if count:
                    self.received += len(data)
                sink.write(data)
            sink.close()

        await asyncio.gather(copy(reader, out, True), copy(there, writer, False), return_exceptions=True)


def peers(here, name):
    return tuple(here.phone.zone["peers"][name])


def get(url, body=b""):
    return Request("POST" if body else "GET", parse(url), (("User-Agent", "t"),), body)


def test_a_direct_request_looks_its_name_up_and_reaches_the_documented_host(scene):
    async def act(here):
        answer = await Network(here.phone).request(BROWSER, get("https://www.google.com/search?q=a"), CAUSE)
        return answer, here

    answer, here = scene(act)

    assert answer.status == 200
    (arrival,) = here.arrivals
    request, outcome = [
        line for line in here.emissions if line["host" if "host" in line else "id"] != "dns.google"
    ][-2:]
    assert request["digest"] == arrival["digest"] == outcome["digest"]
    assert outcome["outcome"] == "answered"
    assert request["conn"] == arrival["route_peer"]
    assert request["conn"][0] == "127.0.1.88"
    assert (request["uid"], request["route"], request["values"]) == (10123, "direct", ["value"])
    assert here.counted(10123, "udp") == (32 + 28, 48 + 28)


def test_what_a_request_costs_is_exact(scene):
    got = []
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + bytes(3000)

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        got.append(len(head) + len(await reader.readexactly(size)))
        writer.write(reply)

    async def act(here):
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        row = {"address": "192.0.2.99", "tls": [], "tcp": [8000], "udp": []}
        here.phone.zone["hosts"]["plain.test"] = row
        here.phone.zone["peers"]["http"] = server.sockets[0].getsockname()
        network = Network(here.phone)
        network._routes._known["plain.test"] = ("192.0.2.99", 2**60)
        await network.request(BROWSER, get("http://plain.test:8000/", b"x" * 1_000_000), CAUSE)
        during = here.phone.sockets.proc_net("tcp6")
        network.close(BROWSER)
        server.close()
        return here.counted(10123), during, here.phone.sockets.proc_net("tcp6")

    (out, back), during, after = scene(act)

    segments, coming = -(-got[0] // 1448), -(-len(reply) // 1448)
    assert out == 112 + got[0] + 52 * segments + 52 * ((coming + 1) // 2) + 104
    assert back == 60 + 52 * ((segments + 1) // 2) + len(reply) + 52 * coming + 104
    assert "10123" in during
    assert "10123" not in after


def test_a_tunnel_counts_exactly_what_the_proxy_received(scene):
    async def act(here):
        proxy = Proxy(peers(here, "tls"))
        address = await proxy.start()
        here.phone.settings.put("global", "http_proxy", f"127.0.0.1:{address[1]}")
        network = Network(here.phone)
        answer = await network.request(BROWSER, get("https://www.google.com/"), CAUSE, agent="Agent/1")
        (wire,) = [each.wire for each in network._connections._all]
        payload = wire.payload
        network.close()
        await asyncio.sleep(0.05)
        proxy.server.close()
        return answer, proxy, payload, here

    answer, proxy, payload, here = scene(act)

    assert answer.status == 200
    assert proxy.heads[0].startswith(b"CONNECT www.google.com:443 HTTP/1.1\r\nHost: www.google.com:443\r\n")
    assert b"User-Agent: Agent/1\r\n" in proxy.heads[0]
    assert payload[0] == proxy.received
    assert proxy.peers[0][0] == "127.0.1.88"
    assert here.counted(10123, "udp") == (0, 0)
    assert [line["route"] for line in here.emissions if "route" in line] == ["proxy"]


def test_clear_text_goes_to_the_proxy_with_its_whole_address(scene):
    async def act(here):
        proxy = Proxy(peers(here, "http"))
        address = await proxy.start()
        here.phone.settings.put("global", "http_proxy", f"127.0.0.1:{address[1]}")
        network = Network(here.phone)
        url = "http://connectivitycheck.gstatic.com/generate_204"
        answer = await network.request("com.android.networkstack", get(url), CAUSE)
        network.close()
        proxy.server.close()
        return answer, proxy, here

    answer, proxy, here = scene(act)

    assert answer.status == 204
    assert proxy.heads[0].startswith(b"GET http://connectivitycheck.gstatic.com/generate_204 HTTP/1.1\r\n")
    assert [line["uid"] for line in here.emissions if "uid" in line] == [1073]
    assert here.counted(1073)[0] > 0


def test_127_0_0_1_is_the_phone_itself_first(scene):
    async def act(here):
        reverse = Proxy(peers(here, "tls"))
        address = await reverse.start("127.0.1.88")
        here.phone.settings.put("global", "http_proxy", f"127.0.0.1:{address[1]}")
        network = Network(here.phone)
        await network.request(BROWSER, get("https://www.google.com/"), CAUSE)
        network.close()
        reverse.server.close()
        return here.counted(10123, iface="lo"), here.counted(10123)

    loopback, outside = scene(act)

    assert loopback[0] > 0
    assert outside == (0, 0)


def test_a_certificate_of_an_unknown_authority_is_refused_on_the_wire_too(scene):
    alerts = []

    async def act(here):
        context = Authority(here.phone.state_dir).context("www.google.com")
        server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0, ssl=context)
        asyncio.get_running_loop().set_exception_handler(lambda _, told: alerts.append(told["exception"]))
        asyncio.get_running_loop().set_debug(True)
        here.phone.zone["peers"]["tls"] = server.sockets[0].getsockname()
        with pytest.raises(TlsRefused):
            await Network(here.phone).request(BROWSER, get("https://www.google.com/"), CAUSE)
        await asyncio.sleep(0.05)
        server.close()
        return here

    here = scene(act)

    assert here.emissions[-1]["outcome"] == "refused-tls"
    assert here.arrivals == []


@pytest.mark.parametrize("pin", ["chain", "after"])
def test_a_pinned_app_refuses_an_authority_that_the_phone_trusts(scene, pin, tmp_path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    for command in (
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            str(foreign / "key"),
            "-out",
            str(foreign / "pem"),
            "-days",
            "2",
            "-subj",
            "/CN=other",
            "-addext",
            "subjectAltName=DNS:www.google.com",
        ],
    ):
        subprocess.run(command, check=True, capture_output=True)

    async def act(here):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(foreign / "pem", foreign / "key")
        server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0, ssl=context)
        (here.phone.trust_store_dir / "deadbeef.0").write_bytes((foreign / "pem").read_bytes())
        cloud = here.phone.zone["peers"]["tls"]
        network = Network(here.phone)
        await network.request(BROWSER, get("https://www.google.com/"), CAUSE, pin=pin)
        here.phone.zone["peers"]["tls"] = server.sockets[0].getsockname()
        network.close()
        with pytest.raises(TlsRefused):
            await network.request(BROWSER, get("https://www.google.com/"), CAUSE, pin=pin)
        here.phone.zone["peers"]["tls"] = cloud
        server.close()
        return here

    assert scene(act).emissions[-1]["outcome"] == "refused-tls"


def test_a_name_outside_the_zone_is_not_found(scene):
    async def act(here):
        with pytest.raises(NameNotFound):
            await Network(here.phone).request(BROWSER, get("https://elsewhere.test/"), CAUSE)

    scene(act)


def test_a_proxy_that_is_not_there_is_unreachable_and_the_attempt_is_told(scene):
    async def act(here):
        here.phone.settings.put("global", "http_proxy", "127.0.0.1:9")
        with pytest.raises(Unreachable):
            await Network(here.phone).request(BROWSER, get("https://www.google.com/"), CAUSE)
        return here

    here = scene(act)

    assert [line.get("outcome") for line in here.emissions] == [None, "failed"]
    assert here.emissions[0]["conn"] is None


@pytest.mark.parametrize("key", ["offline", "suspended"])
def test_a_phone_that_is_offline_and_an_app_that_is_suspended_send_nothing(scene, key):
    async def act(here):
        if key == "offline":
            here.phone.settings.put("global", "wifi_on", "0")
        else:
            here.device.packages.suspend(BROWSER, on=True)
        with pytest.raises(Unreachable):
            await Network(here.phone).request(BROWSER, get("https://www.google.com/"), CAUSE)
        return here

    assert scene(act).emissions == []


def test_connections_are_kept_and_a_closed_one_is_not_used_again(scene):
    async def act(here):
        network = Network(here.phone)
        for _ in range(2):
            await network.request(BROWSER, get("https://www.google.com/"), CAUSE)
        peers = {tuple(row["route_peer"]) for row in here.arrivals}
        for task in here.cloud._open:
            task.cancel()
        here.cloud._stopping = True
        await asyncio.sleep(0.05)
        await network.request(BROWSER, get("https://www.google.com/"), CAUSE)
        network.close()
        return peers, here.arrivals

    first, arrivals = scene(act)

    assert len(first) == 1
    assert len(arrivals) == 3
    assert len({tuple(row["route_peer"]) for row in arrivals}) == 2


def test_an_idle_connection_is_closed_after_a_while(scene, monkeypatch):
    monkeypatch.setattr("harness.virtual.net.connections.IDLE_WALL_S", 0.1)

    async def act(here):
        network = Network(here.phone)
        await network.request(BROWSER, get("https://www.google.com/"), CAUSE)
        before = here.phone.sockets.proc_net("tcp6").count("10123")
        await asyncio.sleep(0.5)
        return before, here.phone.sockets.proc_net("tcp6").count("10123")

    assert scene(act) == (1, 0)


def test_a_datagram_costs_28_bytes_more_and_is_told(scene):
    async def act(here):
        network = Network(here.phone)
        answer = await network.datagram(
            "android", "time.android.com", 123, b"\x1b" + bytes(47), CAUSE, reply_s=1
        )
        silent = await network.datagram(BROWSER, "www.googleapis.com", 443, bytes(1200), CAUSE)
        await asyncio.sleep(0.05)
        return answer, silent, here

    answer, silent, here = scene(act)

    assert (len(answer), silent) == (48, b"")
    assert here.counted(1000, "udp")[0] == 48 + 28 + 34 + 28
    assert [row["digest"] for row in here.arrivals][-1] == hashlib.sha256(bytes(1200)).hexdigest()
    assert here.emissions[-1]["outcome"] == "sent"


def test_a_datagram_has_left_also_where_its_app_is_ended_before_the_answer(scene):
    async def act(here):
        network = Network(here.phone)
        asked = asyncio.ensure_future(
            network.datagram(BROWSER, "www.googleapis.com", 443, bytes(12), CAUSE, reply_s=60)
        )
        await here.until(lambda: here.arrivals)
        asked.cancel()
        await asyncio.wait({asked})
        return here

    assert scene(act).emissions[-1]["outcome"] == "sent"


def test_a_stream_is_told_by_its_pieces_and_as_a_whole(scene):
    async def act(here):
        network = Network(here.phone)
        stream = await network.stream("com.xiaomi.xmsf", "app.chat.global.xiaomi.net", 5222, CAUSE)
        await stream.send(b"hello", "hello")
        await stream.receive()
        network.close("com.xiaomi.xmsf")
        await asyncio.sleep(0.05)
        return here

    here = scene(act)

    (arrival,) = here.arrivals
    told = [line for line in here.emissions if line.get("event") == "connection"]
    assert [line["digest"] for line in told] == [arrival["digest"]]
    assert told[0]["conn"] == arrival["route_peer"]
