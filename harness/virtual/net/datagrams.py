"""UDP from the phone's own address, counted."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from harness.virtual.inventory import Address
from harness.virtual.net.errors import Unreachable
from harness.virtual.net.segments import DATAGRAM
from harness.virtual.phone import Phone

LARGEST = 1472
"""Payload bytes that one packet holds at an MTU of 1500."""


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
    if len(payload) > LARGEST:
        raise ValueError(f"wanted at most {LARGEST} bytes, found {len(payload)}")
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
        endpoint.setblocking(False)
        try:
            endpoint.bind((phone.address, 0))
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
