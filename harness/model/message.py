"""What was recorded between phone and network: messages, connections, gaps.

An exchange is recorded as an event log, so one exchange gives up to two messages: what the phone
sent and what it got back.  Times are UTC microseconds since the epoch of the bench's clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NewType

ExchangeId = NewType("ExchangeId", str)
ConnectionId = NewType("ConnectionId", str)


class Direction(Enum):
    """Which way the bytes went, seen from the phone."""

    OUT = "out"
    IN = "in"


class Transport(Enum):
    """What kind of message it is."""

    HTTP = "http"
    WEBSOCKET = "websocket"
    DNS = "dns"
    TCP = "tcp"
    UDP = "udp"
    IP = "ip"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Message:
    """One recorded message: an HTTP request or response, a WebSocket message, a raw payload.

    `body` is the content as it was on the wire after transfer decoding; `Content-Encoding` is *not*
    undone (that is a layer).  `truncated` is set where the recorder kept only the beginning.
    For anything but HTTP `method`, `target` and `headers` are empty.  `scheme` is what the phone
    really used ("http" = in clear).
    """

    exchange: ExchangeId
    direction: Direction
    transport: Transport
    sequence: int
    time_us: int
    host: str
    port: int
    body: bytes = b""
    scheme: str = "https"
    method: str = ""
    target: bytes = b""
    """Path, query and (where a client sent one) fragment, as on the wire."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    status: int | None = None
    connection: ConnectionId | None = None
    truncated: bool = False

    @property
    def url(self) -> str:
        """The address for people; never used to decide anything."""
        return f"{self.scheme}://{self.host}:{self.port}{self.target.decode('utf-8', 'replace')}"


@dataclass(frozen=True, slots=True)
class BodyReference:
    """Where a body lies in the run folder: segment number, offset and length in bytes, digest."""

    segment: int
    offset: int
    length: int
    sha256: str


BodyLoader = Callable[[BodyReference], bytes]


class GapReason(Enum):
    """Why something that happened could not be read (method §7)."""

    TLS_REFUSED = "tls-refused"
    TLS_OPAQUE = "tls-opaque"
    QUIC = "quic"
    TCP_OPAQUE = "tcp-opaque"
    UDP_OPAQUE = "udp-opaque"
    ENCRYPTED = "encrypted"
    UNKNOWN_FORMAT = "unknown-format"
    TRUNCATED = "truncated"
    CHECKSUM = "checksum-wrong"
    BUDGET = "budget-exceeded"
    MEDIA = "outbound-media"
    UPSTREAM_FAILED = "upstream-failed"
    RECORDER_DOWN = "recorder-down"
    HANDSET_LOST = "handset-lost"
    CONTROL_MISSING = "control-missing"
    BYPASSED = "bypassed-recorder"
    COUNTERS_MISSING = "counters-missing"
    SEGMENT_LOST = "segment-lost"
    UNKNOWN_PACKET = "unknown-packet"
    NOT_STORED = "not-stored"
    DAMAGED = "damaged-recording"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that happened and could not be read.

    Raises ValueError where the interval runs backwards.
    """

    reason: GapReason
    start_us: int
    end_us: int
    detail: str
    exchange: ExchangeId | None = None
    path: tuple[str, ...] = ()
    app: str | None = None
    host: str | None = None
    size: int | None = None
    """Bytes that went unread, where they were counted."""

    def __post_init__(self) -> None:
        if self.end_us < self.start_us:
            raise ValueError(f"a gap ends ({self.end_us}) before it starts ({self.start_us})")
