from __future__ import annotations

import asyncio
import json

from harness.virtual.net.uplink import Uplink


def serve(box, line, *, address):
    """Runs a line while something on `address` answers one request; what it got, and from where."""
    seen = []

    async def answer(reader, writer):
        seen.append((await reader.readuntil(b"\r\n\r\n"), writer.get_extra_info("peername")[0]))
        tables.append(box.device.sockets.proc_net("tcp"))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    tables = []

    async def start():
        return await asyncio.start_server(answer, address, 0)

    server = box.do(start())
    port = server.sockets[0].getsockname()[1]
    ran = box.sh(line.format(port=port))
    server.close()
    return ran, seen, tables


def test_nc_sends_from_the_phone_s_address_and_is_counted(box):
    line = "printf 'GET http://a.test/ HTTP/1.1\\r\\n\\r\\n' | toybox nc -w 5 127.0.0.1 {port}"
    ran, seen, tables = serve(box, line, address="127.0.0.1")

    assert ran.out.startswith("HTTP/1.1 204")
    assert seen == [(b"GET http://a.test/ HTTP/1.1\r\n\r\n", "127.0.1.77")]
    assert " 2000 " in tables[0]
    assert box.device.sockets.entries == {}
    counted = {row.iface: row for row in box.device.counters.rows() if row.uid == 2000}
    assert counted["wlan0"].tx_bytes > 31
    assert counted["wlan0"].rx_bytes > 27


def test_the_phone_s_own_loopback_comes_first(box):
    line = "printf 'x\\r\\n\\r\\n' | nc 127.0.0.1 {port}"
    ran, seen, _ = serve(box, line, address="127.0.1.77")

    assert ran.code == 0
    assert len(seen) == 1
    assert {row.iface for row in box.device.counters.rows() if row.uid == 2000} == {"lo"}


def test_there_is_no_way_out(box):
    assert "unreachable" in box.refused("nc 93.184.216.34 80").err
    assert "unreachable" in box.refused("nc example.org 80").err
    box.refused("nc 127.0.0.1 1")
    box.refused("nc")


def test_the_interfaces_are_lo_and_wlan0(box):
    addresses = box.out("ip -4 addr show")

    assert "inet 127.0.1.77/24 brd 127.0.1.255 scope global wlan0" in addresses
    assert f"link/ether {box.device.identifiers.wifi_mac}" in box.out("ip link show wlan0")
    assert "inet addr:127.0.1.77 " in box.out("ifconfig wlan0")
    box.out("svc wifi disable")
    assert "127.0.1.77" not in box.out("ip addr; ifconfig wlan0")
    box.refused("ip frob")
    box.refused("ifconfig rmnet0")
    box.refused("ip")


def test_nc_reaches_a_host_by_its_address_through_the_router(box, tmp_path):
    flows = []

    async def serve(reader, writer):
        flows.append(await reader.readexactly(28) + await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    async def start():
        return await asyncio.start_server(serve, "127.0.0.1", 0)

    server = box.do(start())
    cable = tmp_path / "cable.json"
    host, port = server.sockets[0].getsockname()
    cable.write_text(json.dumps({"host": host, "port": port}))
    box.phone.uplink = Uplink("wire", cable)
    ran = box.sh("printf 'GET / HTTP/1.1\\r\\n\\r\\n' | toybox nc -w 5 203.0.113.7 80")
    server.close()
    cable.unlink()

    assert ran.out.startswith("HTTP/1.1 204")
    assert flows[0][20:24] == bytes([203, 0, 113, 7])
    assert flows[0].endswith(b"GET / HTTP/1.1\r\n\r\n")
    assert "unreachable" in box.refused("toybox nc -w 5 a.vendor.test 80").err
    assert "refused" in box.refused("toybox nc -w 5 203.0.113.7 80").err
    assert "refused" in box.refused("toybox nc -w 5 127.0.0.1 9").err
