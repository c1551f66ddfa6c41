"""The phone's own record of everything its apps send: half of the ground truth.

A line is written before the first byte of a request leaves, a second one with its outcome afterwards.
`id` joins the two, `digest` joins them with the cloud's arrivals.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

from harness.virtual.inventory import Address
from harness.virtual.phone import Phone

Way = Literal["proxy", "direct", "gateway"]
"""How it left: by the proxy setting, past it, or by the phone's only router."""
Outcome = Literal["answered", "sent", "refused-tls", "failed"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is sent: the behaviour's id (`browser`, `ambient:<x>`), the events, the values in them.

    `wrappings` is what was done to the values, innermost first; `relay` = sent for another app.
    """

    behaviour: str
    event: str
    values: tuple[str, ...] = ()
    wrappings: tuple[str, ...] = ()
    relay: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What is about to leave, as the log tells it."""

    package: str
    uid: int
    scheme: str
    host: str
    port: int
    route: Way
    digest: str
    length: int
    conn: Address | None


class Emissions:
    """The log of one phone."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._numbers = itertools.count(1)
        self._start = phone.clock.now_ms()

    def announce(self, sent: Sent, cause: Cause) -> str:
        """Write the line and return its id."""
        number = f"{self._start}-{next(self._numbers)}"
        self._phone.emit(
            {
                "id": number,
                "app": sent.package,
                "uid": sent.uid,
                "scheme": sent.scheme,
                "host": sent.host,
                "port": sent.port,
                "route": "relay" if cause.relay else sent.route,
                "path": sent.route,
                "behaviour": cause.behaviour,
                "event": cause.event,
                "value": cause.values[0] if cause.values else "",
                "values": list(cause.values),
                "wrappings": list(cause.wrappings),
                "digest": sent.digest,
                "length": sent.length,
                "arrived": None,
                "conn": list(sent.conn) if sent.conn else None,
            }
        )
        return number

    def settle(self, number: str, digest: str, outcome: Outcome) -> None:
        """Write what became of it."""
        self._phone.emit({"id": number, "digest": digest, "outcome": outcome})
