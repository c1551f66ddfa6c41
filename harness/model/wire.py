"""What the recorder writes of a run, event by event: `exchanges.jsonl`.

One frozen type for each event; `harness.store` writes and reads them.  Bodies lie in segments and are
referred to.  Texts of requests (target, headers) are latin-1: one character for each byte on the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from harness.model.lines import Line
from harness.model.message import BodyReference

Headers = tuple[tuple[str, str], ...]
Address = tuple[str, int]
Way = Literal["out", "in"]
"""Seen from the phone."""
Carrier = Literal["http", "websocket", "dns", "tcp", "udp", "ip"]
"""`ip` is the payload of any other protocol of IP: ICMP and whatever else a phone sends."""
Network = Literal["proxy", "wire", "kernel"]
"""How the phone's traffic comes to a recorder: by the phone's proxy setting, or as the phone's only router,
over the userland wire of `docs/gateway.md` or from the kernel of a real network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderStarted(Line):
    """A recorder begins: where it listens, how the phone comes to it, its versions, its pid."""

    listen: Address
    simulated: bool
    canary_domain: str
    mitmproxy: str
    python: str
    pid: int
    network: Network | None = None
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
    """A connection or flow of the phone; `client` is the phone's own address and port.

    A router knows `server`, the address and port that the phone meant; a proxy is only told of it in CONNECT.
    `protocol` is `tcp`, `udp`, `icmp`, `ipv6-icmp` or `ip-<number>` (IANA protocol numbers); ports are 0
    where it has none.  Recordings of proxies alone may lack it: theirs is all TCP.
    """

    conn: str
    client: Address
    mode: str
    protocol: str = ""
    server: Address | None = None
    event: Literal["flow-opened"] = "flow-opened"


@dataclass(frozen=True, slots=True)
class Tunnel:
    """What a CONNECT asked for."""

    host: str
    port: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class RawStream:
    """A raw TCP stream as a whole; `digest` is the SHA-256 of all that the phone said."""

    digest: str
    sent_bytes: int
    received_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionClosed(Line):
    """The end of a connection with its payload bytes below TLS, seen from the phone.

    `requests` counts the messages read on it; packets are counted where each is a message of its own (all
    protocols but TCP).
    """

    conn: str
    sent_bytes: int
    received_bytes: int
    requests: int
    tls: bool
    tunnel: Tunnel | None = None
    stream: RawStream | None = None
    sent_packets: int = 0
    received_packets: int = 0
    event: Literal["flow-closed"] = "flow-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadKept(Line):
    """What went one way over a connection of which no message could be read, as it was on the wire.

    Where messages were read before it is what came once the connection was closed on the recorder's side.
    It stands before the connection's end.  `body` is its beginning, `length` and `digest` (SHA-256) are of
    all of it.
    """

    conn: str
    direction: Way
    body: BodyReference
    length: int
    truncated: bool
    digest: str
    event: Literal["payload"] = "payload"


@dataclass(frozen=True, slots=True)
class Routed:
    """All that went between one address of the phone and one other end; payload bytes, seen from the phone.

    `unread_bytes` are those sent on flows of which no message could be read.
    """

    protocol: str
    source: str
    destination: str
    port: int
    flows: int
    sent_bytes: int
    received_bytes: int
    sent_packets: int
    received_packets: int
    unread_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterTotals(Line):
    """The account of a recorder that was the phone's only router: every packet of the phone passed it.

    Written once, at its end.
    """

    routed: tuple[Routed, ...]
    event: Literal["routed"] = "routed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHello(Line):
    """What a client offered in its TLS handshake: SNI and versions, most wanted first."""

    conn: str
    sni: str | None
    versions: tuple[str, ...]
    alpn: tuple[str, ...] = ()
    event: Literal["client-hello"] = "client-hello"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of a chain; `body` is its DER form, stored once in a run, `sha256` the digest of that.

    `cn` is None where it has no common name; `not_after` is ISO 8601.
    """

    sha256: str
    cn: str | None
    issuer: str
    not_after: str
    body: BodyReference


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
    chain: tuple[Certificate, ...] = ()
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
    event: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficMark(Line):
    """Socket bytes of every connection so far (sent, received), cumulative, at one moment."""

    mark: str
    conns: Mapping[str, tuple[int, int]]
    event: Literal["traffic"] = "traffic"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Line):
    """An HTTP request, or one message of another transport in either direction.

    A router names the address that the phone contacted, and says why `host` is its name: `dns` (the phone
    was told so, recorded), `sni` (the phone's word, which its server's certificate must prove before
    anything is handed on), `contradicted` (the phone's word in clear is another name than it was told for
    that address: `host` is what it was told), `address` (nobody knows a name).
    """

    id: str
    kind: Carrier
    conn: str
    host: str
    port: int
    body: BodyReference
    length: int
    truncated: bool
    digest: str
    direction: Way
    scheme: str
    method: str = ""
    target: str = ""
    http_version: str = ""
    authority: str = ""
    headers: Headers = ()
    answered_by: str = ""
    page: str | None = None
    within: str | None = None
    address: str | None = None
    named_by: str = ""
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
    | PayloadKept
    | RouterTotals
    | ClientHello
    | TlsEstablished
    | HandshakeRefused
    | Failed
    | Refused
    | TrafficMark
    | MessageSent
    | MessageAnswered
)
