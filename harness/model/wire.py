"""What the recorder writes of a run, event by event: `exchanges.jsonl`.

One frozen type for each event; `harness.store` writes and reads them.  Bodies lie in segments and are
referred to.  Texts of requests (target, headers) are latin-1: one character for each byte on the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from harness.model.lines import Line
from harness.model.message import BodyReference

Headers = tuple[tuple[str, str], ...]
Address = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderStarted(Line):
    """A recorder begins: where it listens, its versions, its pid."""

    listen: Address
    simulated: bool
    canary_domain: str
    mitmproxy: str
    python: str
    pid: int
    event: Literal["started"] = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderStopped(Line):
    """A recorder ends as asked, after so many messages."""

    exchanges: int
    event: Literal["stopped"] = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat(Line):
    """A sign of life of the recorder, one each second."""

    exchanges: int = 0
    event: Literal["heartbeat"] = "heartbeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderFault(Line):
    """Something broke in the recorder itself."""

    detail: str
    event: Literal["fault"] = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionOpened(Line):
    """A connection from the phone to the recorder; `client` is the phone's address and port."""

    conn: str
    client: Address
    mode: str = "regular"
    event: Literal["flow-opened"] = "flow-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionClosed(Line):
    """The end of a connection with its socket bytes below TLS, seen from the phone.

    `requests` counts the messages read on it; `tunnel` and `stream` are facts of what went through it.
    """

    conn: str
    sent_bytes: int
    received_bytes: int
    requests: int | None = None
    tls: bool = False
    tunnel: Mapping[str, Any] | None = None
    stream: Mapping[str, Any] | None = None
    event: Literal["flow-closed"] = "flow-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHello(Line):
    """What a client offered in its TLS handshake: SNI and versions, most wanted first."""

    conn: str
    sni: str | None
    versions: tuple[str, ...]
    alpn: tuple[str, ...] = ()
    event: Literal["client-hello"] = "client-hello"


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsEstablished(Line):
    """A finished handshake; side `server` is between recorder and upstream."""

    conn: str
    side: Literal["client", "server"]
    host: str | None = None
    port: int | None = None
    version: str | None = None
    cipher: str | None = None
    sni: str | None = None
    alpn: str | None = None
    chain: tuple[Mapping[str, Any], ...] = ()
    event: Literal["tls-established"] = "tls-established"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeRefused(Line):
    """The phone refused a handshake, or could not finish it."""

    conn: str
    error: str
    sni: str | None = None
    host: str | None = None
    port: int | None = None
    event: Literal["handshake-refused"] = "handshake-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Line):
    """An exchange, or a connection without one, broke."""

    error: str
    id: str | None = None
    conn: str | None = None
    host: str | None = None
    port: int | None = None
    event: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Line):
    """The recorder let nothing through: a rehearsal has no way out."""

    conn: str | None
    host: str
    port: int
    reason: str
    id: str | None = None
    event: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficMark(Line):
    """Socket bytes of every connection so far (sent, received), cumulative, at one moment."""

    mark: str
    conns: Mapping[str, tuple[int, int]]
    event: Literal["traffic"] = "traffic"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Line):
    """An HTTP request, or one message of another transport in either direction."""

    id: str
    kind: Literal["http", "websocket", "dns", "tcp", "udp"]
    conn: str | None
    host: str
    port: int
    body: BodyReference
    length: int
    truncated: bool
    digest: str
    direction: Literal["out", "in"] = "out"
    scheme: str = "tcp"
    method: str = ""
    target: str = ""
    http_version: str = ""
    authority: str = ""
    headers: Headers = ()
    answered_by: str = ""
    page: str | None = None
    within: str | None = None
    event: Literal["sent"] = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnswered(Line):
    """The answer to an HTTP request; `peer` was really contacted, `address` is what the phone would see."""

    id: str
    status: int
    headers: Headers
    body: BodyReference
    length: int
    truncated: bool
    peer: Address | None
    address: str | None
    address_from: str
    event: Literal["answered"] = "answered"


WireLine = (
    RecorderStarted
    | RecorderStopped
    | Heartbeat
    | RecorderFault
    | ConnectionOpened
    | ConnectionClosed
    | ClientHello
    | TlsEstablished
    | HandshakeRefused
    | Failed
    | Refused
    | TrafficMark
    | MessageSent
    | MessageAnswered
)
