"""nc, ifconfig, ip, ping: what the shell itself does on the network."""

from __future__ import annotations

import asyncio

from harness.virtual.files import SHELL_UID
from harness.virtual.shell.context import Call, Program

HEADERS = 52  # bytes of an IPv4 header and a TCP header with timestamps
SEGMENT = 1448
LOOPBACK = ("127.0.0.1", "localhost")


async def nc(call: Call) -> int:
    """`nc [-w seconds] host port`: a real TCP connection from the phone's address; only to this bench."""
    words, patience = list(call.args), 10.0
    if words[:1] == ["-w"] and len(words) > 1:
        patience = float(words[1]) if words[1].replace(".", "", 1).isdigit() else patience
        del words[:2]
    if len(words) != 2 or not words[1].isdigit():  # noqa: PLR2004  # host and port
        return await call.fail('nc: bad arguments (see "nc --help")')
    host, port = words[0], int(words[1])
    device = call.device
    if device.settings.get("global", "wifi_on") == "0" and host not in LOOPBACK:
        return await call.fail("nc: connect: Network is unreachable")
    target = device.address if host in LOOPBACK else host
    if not target.startswith("127."):
        return await call.fail("nc: connect: Network is unreachable")  # a rehearsal has no way out
    try:
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection(target, port, local_addr=(device.address, 0)), patience
        )
    except (OSError, TimeoutError) as error:
        return await call.fail(f"nc: connect: {getattr(error, 'strerror', None) or 'Connection timed out'}")
    local = writer.get_extra_info("sockname")[:2]
    entry = device.sockets.open(SHELL_UID, "tcp", local, (target, port))
    iface = "lo" if host in LOOPBACK else "wlan0"
    device.counters.add(call.uid, "tcp", 60 + HEADERS, 2, 60, 1, iface)
    up = asyncio.ensure_future(_upward(call, writer, iface))
    try:
        while chunk := await asyncio.wait_for(reader.read(65536), patience):
            segments = -(-len(chunk) // SEGMENT)
            device.counters.add(call.uid, "tcp", HEADERS, 1, len(chunk) + segments * HEADERS, segments, iface)
            await call.out(chunk)
    except (TimeoutError, ConnectionError):
        return 1
    finally:
        up.cancel()
        writer.close()
        entry.close()
        device.counters.add(call.uid, "tcp", 2 * HEADERS, 2, 2 * HEADERS, 2, iface)
    return 0


async def _upward(call: Call, writer: asyncio.StreamWriter, iface: str) -> None:
    try:
        while chunk := await call.stdin.read():
            writer.write(chunk)
            await writer.drain()
            segments = -(-len(chunk) // SEGMENT)
            call.device.counters.add(
                call.uid, "tcp", len(chunk) + segments * HEADERS, segments, HEADERS, 1, iface
            )
    except ConnectionError:
        return


async def ifconfig(call: Call) -> int:
    """`ifconfig [wlan0]`."""
    if call.args[:1] not in ([], ["wlan0"]):
        return await call.fail(f"ifconfig: {call.args[0]}: No such device")
    if call.device.settings.get("global", "wifi_on") == "0":
        return await call.say(
            f"wlan0     Link encap:Ethernet  HWaddr {call.device.identifiers.wifi_mac}\n          BROADCAST MULTICAST  MTU:1500  Metric:1\n"
        )
    return await call.say(
        f"wlan0     Link encap:Ethernet  HWaddr {call.device.identifiers.wifi_mac}\n"
        f"          inet addr:{call.device.address}  Bcast:127.0.1.255  Mask:255.255.255.0 \n"
        "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n"
    )


async def ip(call: Call) -> int:
    """`ip addr|link|route` in short: lo and wlan0; no IPv6, no cellular."""
    up = call.device.settings.get("global", "wifi_on") != "0"
    what = next((word for word in call.args if not word.startswith("-")), "")
    if "-6" in call.args or call.args[:2] == ["-f", "inet6"]:
        return 0
    if what.startswith("r"):
        return await call.say(
            f"127.0.1.0/24 dev wlan0 proto kernel scope link src {call.device.address} \n" if up else ""
        )
    if not what or what[0] not in "al":
        return await call.fail(f'Object "{what}" is unknown, try "ip help".', 1)
    state = "UP,LOWER_UP" if up else ""
    inet = f"    inet {call.device.address}/24 brd 127.0.1.255 scope global wlan0\n       valid_lft forever preferred_lft forever\n"
    return await call.say(
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
        "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
        + (
            "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n"
            if what[0] == "a"
            else ""
        )
        + f"2: wlan0: <BROADCAST,MULTICAST,{state}> mtu 1500 qdisc mq state {'UP' if up else 'DOWN'} group default qlen 3000\n"
        f"    link/ether {call.device.identifiers.wifi_mac} brd ff:ff:ff:ff:ff:ff\n"
        + (inet if up and what[0] == "a" else "")
    )


COMMANDS: dict[str, Program] = {"nc": nc, "netcat": nc, "ifconfig": ifconfig, "ip": ip}
