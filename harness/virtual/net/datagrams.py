"""UDP from the phone's own address, counted, and the packets of every protocol that has no ports."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from harness.virtual.inventory import Address
from harness.virtual.net.errors import Unreachable
from harness.virtual.net.segments import DATAGRAM
from harness.virtual.net.uplink import UDP, is_six
from harness.virtual.net.wire import linger, reach
from harness.virtual.phone import Phone

LARGEST = 1472
"""Payload bytes that one packet holds at an MTU of 1500."""
IP_HEADER, IP6_HEADER = 20, 40


async def exchange(
    phone: Phone,
    uid: int,
    peer: Address,
    shown: Address,
    payload: bytes,
    *,
    announce: Callable[[Address], None],
    reply_s: float = 0.0,
) -> bytes:
    """Send one datagram and wait `reply_s` wall seconds for an answer; b"" where none came.

    `announce` is told the phone's own end before anything leaves; `shown` is the peer in the socket
    table.  Raises ValueError for a payload that does not fit one packet, Unreachable where it cannot leave.
    """
    _fits(payload)
    if phone.uplink.cable is not None:
        return await _over_the_wire(phone, uid, UDP, peer, payload, announce, reply_s)
    loop = asyncio.get_running_loop()
    six = is_six(peer[0])
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
        endpoint.setblocking(False)
        try:
            endpoint.bind((phone.address6() if six else phone.address, 0))
            endpoint.connect(peer)
        except OSError as error:
            raise Unreachable(str(error)) from error
        row = phone.sockets.open(uid, "udp", endpoint.getsockname()[:2], shown)
        try:
            announce(endpoint.getsockname()[:2])
            phone.counters.add(uid, "udp", len(payload) + DATAGRAM, 1, 0, 0)
            await loop.sock_sendall(endpoint, payload)
            if not reply_s:
                return b""
            async with asyncio.timeout(reply_s):
                answer = await loop.sock_recv(endpoint, 65536)
            phone.counters.add(uid, "udp", 0, 0, len(answer) + DATAGRAM, 1)
        except TimeoutError:
            return b""
        except OSError as error:
            raise Unreachable(str(error)) from error
        else:
            return answer
        finally:
            row.close()


async def packet(
    phone: Phone,
    uid: int,
    protocol: int,
    address: str,
    payload: bytes,
    *,
    announce: Callable[[Address], None],
) -> None:
    """Send one packet of a protocol without ports (ICMP say); nobody waits for an answer.

    Raises ValueError for a payload that does not fit, Unreachable where it cannot leave: off the wire that
    takes raw sockets, which not every process may have.
    """
    _fits(payload)
    if phone.uplink.cable is None:
        _raw(phone, protocol, address, payload, announce)
        phone.counters.add(uid, "other", len(payload) + _header(address), 1, 0, 0)
        return
    await _over_the_wire(phone, uid, protocol, (address, 0), payload, announce, 0.0)


def _raw(
    phone: Phone, protocol: int, address: str, payload: bytes, announce: Callable[[Address], None]
) -> None:
    """A packet over a raw socket.  Raises Unreachable."""
    if not phone.uplink.routed:
        raise Unreachable(f"{address}: operation not permitted")
    family, home = (socket.AF_INET6, phone.address6()) if is_six(address) else (socket.AF_INET, phone.address)
    try:
        with socket.socket(family, socket.SOCK_RAW, protocol) as endpoint:
            endpoint.bind((home, 0))
            announce((home, 0))
            endpoint.sendto(payload, (address, 0))
    except OSError as error:
        raise Unreachable(str(error)) from error


def _header(address: str) -> int:
    return IP6_HEADER if is_six(address) else IP_HEADER


def _fits(payload: bytes) -> None:
    if len(payload) > LARGEST:
        raise ValueError(f"wanted at most {LARGEST} bytes, found {len(payload)}")


async def _over_the_wire(
    phone: Phone,
    uid: int,
    protocol: int,
    peer: Address,
    payload: bytes,
    announce: Callable[[Address], None],
    reply_s: float,
) -> bytes:
    """One packet and its answer over the gateway's wire."""
    name = "udp" if protocol == UDP else "other"
    header = _header(peer[0])
    header += DATAGRAM - IP_HEADER if protocol == UDP else 0
    try:
        connection, source = await reach(phone, protocol, peer)
    except (OSError, TimeoutError) as error:
        raise Unreachable(str(error) or "timed out") from error
    local = source or (phone.address, 0)
    row = phone.sockets.open(uid, "udp", local, peer) if protocol == UDP else None
    try:
        announce(local)
        phone.counters.add(uid, name, len(payload) + header, 1, 0, 0)
        await _send(connection, payload)
        if not reply_s:
            return b""
        async with asyncio.timeout(reply_s):
            answer = await _receive(connection)
        phone.counters.add(uid, name, 0, 0, len(answer) + header, 1)
    except TimeoutError:
        return b""
    except OSError as error:
        raise Unreachable(str(error)) from error
    else:
        return answer
    finally:
        if row is not None:
            row.close()
        linger(connection)


async def _send(connection: socket.socket, payload: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(connection, len(payload).to_bytes(2, "big") + payload)


async def _receive(connection: socket.socket) -> bytes:
    return await _exactly(connection, int.from_bytes(await _exactly(connection, 2), "big"))


async def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = await asyncio.get_running_loop().sock_recv(connection, size - len(data))
        if not more:
            raise ConnectionResetError("the router is gone")
        data += more
    return data
