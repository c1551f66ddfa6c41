"""nc, ifconfig, ip: what the shell itself does on the network."""

from __future__ import annotations

import asyncio

from harness.virtual.inventory import Address
from harness.virtual.net.errors import NameNotFound, Unreachable
from harness.virtual.net.network import Network
from harness.virtual.net.wire import Wire, connect
from harness.virtual.shell.context import Call, Program

SHELL = "com.android.shell"
LOOPBACK = ("127.0.0.1", "localhost")
LO = """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
"""
FOREVER = "       valid_lft forever preferred_lft forever\n"


async def nc(call: Call) -> int:
    """`nc [-w seconds] host port`: a TCP connection from the phone's address.

    Without a router only loopback is reachable.
    """
    words, patience = list(call.args), 10.0
    if words[:1] == ["-w"] and words[1:2] and words[1].replace(".", "", 1).isdigit():
        patience = float(words[1])
        del words[:2]
    if len(words) != 2 or not words[1].isdigit():  # noqa: PLR2004  # host and port
        return await call.fail('nc: bad arguments (see "nc --help")')
    try:
        candidates = await _candidates(call, words[0], int(words[1]))
    except NameNotFound:
        return await call.fail(f"nc: {words[0]}: No address associated with hostname")
    except Unreachable:
        candidates = []
    if not candidates or call.device.phone is None:
        return await call.fail("nc: connect: Network is unreachable")
    shown = (candidates[-1][0], int(words[1]))
    try:
        async with asyncio.timeout(patience):
            wire = await connect(call.device.phone, call.uid, candidates, shown)
    except (Unreachable, TimeoutError):
        return await call.fail("nc: connect: Connection refused")
    return await _carry(call, wire, patience)


async def _candidates(call: Call, host: str, port: int) -> list[Address]:
    """127.0.0.1 is this phone first (adb reverse); without a router then the machine that it stands on.

    Raises NameNotFound, Unreachable.
    """
    phone = call.device.phone
    if phone is None:
        return []
    if phone.uplink.routed:
        if host in LOOPBACK:
            return [(phone.address, port)]
        return [(await Network(phone).resolve(SHELL, host), port)]
    if host in LOOPBACK:
        return [(call.device.address, port), ("127.0.0.1", port)]
    return [(host, port)] if host.startswith("127.") and phone.online() else []


async def _carry(call: Call, wire: Wire, patience: float) -> int:
    """Both ways, until the peer ends or is silent for too long."""
    up = asyncio.ensure_future(_upward(call, wire))
    try:
        while True:
            async with asyncio.timeout(patience):
                chunk = await wire.receive()
            if not chunk:
                return 0
            await call.out(chunk)
    except (TimeoutError, Unreachable):
        return 1
    finally:
        up.cancel()
        await asyncio.wait({up})
        wire.close()


async def _upward(call: Call, wire: Wire) -> None:
    while chunk := await call.stdin.read():
        await wire.send(chunk)


async def ifconfig(call: Call) -> int:
    """`ifconfig [wlan0]`."""
    if call.args[:1] not in ([], ["wlan0"]):
        return await call.fail(f"ifconfig: {call.args[0]}: No such device")
    device = call.device
    text = f"wlan0     Link encap:Ethernet  HWaddr {device.identifiers.wifi_mac}\n"
    if device.settings.get("global", "wifi_on") == "0":
        return await call.say(text + "          BROADCAST MULTICAST  MTU:1500  Metric:1\n")
    text += f"          inet addr:{device.address}  Bcast:127.0.1.255  Mask:255.255.255.0 \n"
    return await call.say(text + "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n")


async def ip(call: Call) -> int:
    """`ip [-4|-6] addr|link [show] [wlan0]`: lo and wlan0, no other interface."""
    words = [word for word in call.args if not word.startswith("-")]
    family = next((word for word in call.args if word in ("-4", "-6")), "")
    what = words[0][:1] if words else ""
    device = call.device
    up = device.settings.get("global", "wifi_on") != "0"
    if what not in ("a", "l"):
        return await call.fail(f'Object "{" ".join(words)}" is unknown, try "ip help".')
    flags = "BROADCAST,MULTICAST,UP,LOWER_UP" if up else "BROADCAST,MULTICAST"
    state = "UP" if up else "DOWN"
    lo = LO
    wlan = f"2: wlan0: <{flags}> mtu 1500 qdisc mq state {state} group default qlen 3000\n"
    wlan += f"    link/ether {device.identifiers.wifi_mac} brd ff:ff:ff:ff:ff:ff\n"
    if what == "a" and family != "-6":
        lo += "    inet 127.0.0.1/8 scope host lo\n" + FOREVER
        if up:
            wlan += f"    inet {device.address}/24 brd 127.0.1.255 scope global wlan0\n" + FOREVER
    if what == "a" and family != "-4" and device.ipv6:
        lo += "    inet6 ::1/128 scope host \n" + FOREVER
        if up and (address := device.phone.address6() if device.phone else ""):
            wlan += f"    inet6 {address}/64 scope global \n" + FOREVER
        if up:
            wlan += "    inet6 fe80::1/64 scope link \n" + FOREVER
    return await call.say(wlan if "wlan0" in words[1:] else lo + wlan)


COMMANDS: dict[str, Program] = {"nc": nc, "ifconfig": ifconfig, "ip": ip}
