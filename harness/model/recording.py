"""What a run folder tells, event by event: the network's side and the bench's side.

`harness/store` reads these from the files, `harness/judge` folds them into a reading.  Bench times are
UTC microseconds since the epoch, phone times milliseconds since the epoch by the phone's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.model.message import Message
from harness.model.planted import Planted


@dataclass(frozen=True, slots=True)
class ConnectionOpened:
    """A connection from the phone to the recorder; `client` is the phone's address and port."""

    connection: str
    sequence: int
    time_us: int
    client: tuple[str, int]


@dataclass(frozen=True, slots=True)
class ConnectionClosed:
    """The end of a connection with its socket bytes below TLS, seen from the phone."""

    connection: str
    sequence: int
    time_us: int
    sent_bytes: int
    received_bytes: int
    requests: int | None
    """Messages read on it; None where the recorder did not say."""


@dataclass(frozen=True, slots=True)
class ClientHello:
    """What a client offered in its TLS handshake: SNI and versions, most wanted first."""

    connection: str
    sequence: int
    time_us: int
    server_name: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TlsEstablished:
    """A finished handshake; side `server` is between recorder and upstream."""

    connection: str
    sequence: int
    time_us: int
    side: str
    version: str
    server_name: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something on the network that could not be read: a refused handshake, a refused host, a failure."""

    event: str
    sequence: int
    time_us: int
    connection: str | None
    exchange: str | None
    host: str
    port: int
    detail: str


@dataclass(frozen=True, slots=True)
class TrafficMark:
    """Socket bytes of every connection so far (sent, received), cumulative, at one moment."""

    mark: str
    sequence: int
    time_us: int
    connections: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life of the recorder, one each second."""

    sequence: int
    time_us: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that broke while measuring; `arm` is None where it concerns the whole run."""

    sequence: int
    time_us: int
    fault: str
    detail: str
    arm: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message the phone sent or got, with the recorder's answer to who answered it."""

    message: Message
    answered_by: str
    digest: str
    peer: tuple[str, int] | None = None
    address: str = ""
    address_from: str = "none"


NetworkEvent = (
    ConnectionOpened
    | ConnectionClosed
    | ClientHello
    | TlsEstablished
    | Unread
    | TrafficMark
    | Heartbeat
    | Fault
    | Sent
)


@dataclass(frozen=True, slots=True)
class SocketOwner:
    """A socket of the phone that was seen open, with the uid that owns it."""

    local: tuple[str, int]
    remote: tuple[str, int]
    protocol: str
    uid: int
    first_us: int
    last_us: int


@dataclass(frozen=True, slots=True)
class UidCount:
    """One uid's bytes and packets by a counter of the phone, IP headers included.

    `udp_bytes` and `udp_packets` are what of it was sent by UDP; None where the counter cannot tell.
    """

    tx_bytes: int
    tx_packets: int
    rx_bytes: int
    rx_packets: int
    udp_bytes: int | None = None
    udp_packets: int | None = None


@dataclass(frozen=True, slots=True)
class CounterSample:
    """All counters of the phone at one end of an arm, between two traffic marks (method §5)."""

    sequence: int
    time_us: int
    arm: str
    at: str
    source: str
    marks: tuple[str, str]
    uids: Mapping[int, UidCount]


@dataclass(frozen=True, slots=True)
class ChannelReading:
    """The state of one way out of the phone at one end of an arm, or at the close of a session as `arm`.

    With the text it was read from.
    """

    sequence: int
    arm: str
    at: str
    channel: str
    state: str
    read: str


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person does, carried out (or not) on the phone."""

    sequence: int
    arm: str
    act: str
    number: int
    outcome: str
    detail: str
    time_us: int


@dataclass(frozen=True, slots=True)
class Control:
    """A control sent from the phone: path nonce or spike, the way it was sent, the planted value."""

    sequence: int
    arm: str
    control: str
    at: str
    by: str
    planted: str


@dataclass(frozen=True, slots=True)
class ArmRecord:
    """A recorded arm: its key, its place in time by both clocks, and what went wrong in it."""

    id: str
    session: str
    app: str
    kind: str
    mode: str
    consent: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, int], ...]
    repeat: int
    suspended: tuple[str, ...]
    opened_us: int
    closed_us: int | None
    phone_opened_ms: int
    phone_closed_ms: int | None
    offset_error_ms: int
    aborted: str | None


@dataclass(frozen=True, slots=True)
class SwitchReading:
    """The incognito switch as the screen showed it, with its text and what follows from it."""

    session: str
    exists: bool
    summary: str
    position: str | None
    silent_position: str | None
    screen: str


APKS = "APKs of "
"""Begins a precondition's signal that compares a package's APKs with those of the run's beginning (§12)."""


@dataclass(frozen=True, slots=True)
class Precondition:
    """A second signal for an arm's condition: what was wanted, what was read."""

    arm: str
    signal: str
    wanted: str
    found: str
    met: bool


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One app under one consent vector from cleared data to the end of its closing window.

    `window_s` is the phone time in seconds that was recorded past the last act.
    """

    id: str
    app: str
    consent: tuple[tuple[str, str], ...]
    repeat: int
    cleared: bool
    opened_us: int
    closed_us: int | None
    phone_opened_ms: int
    phone_closed_ms: int | None
    window_s: int


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package: uid, version, and the digest of the certificate that signed it."""

    name: str
    uid: int
    version: str
    signer: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts of a run that its judgement needs, from `run.json`."""

    id: str
    handset: str
    handset_kind: str
    grade: str
    date: str
    firmware: str
    packages: tuple[Package, ...]
    network_mode: str
    canary_domain: str
    proxy_address: tuple[str, int]
    interventions: tuple[str, ...]
    settings: Mapping[str, str]


class Recording(Protocol):
    """A stored run, read as streams; the judge sees nothing else of it."""

    def facts(self) -> RunFacts:
        """The facts of the run."""
        ...

    def planted(self) -> tuple[Planted, ...]:
        """Everything planted or known beforehand, to be searched for."""
        ...

    def unread_identifiers(self) -> tuple[str, ...]:
        """Identifiers whose value could not be learnt, each with the reason."""
        ...

    def arms(self) -> tuple[ArmRecord, ...]:
        """Every arm, in the order of opening."""
        ...

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Every session."""
        ...

    def acts(self) -> tuple[Act, ...]:
        """Every act."""
        ...

    def controls(self) -> tuple[Control, ...]:
        """Every control that was sent."""
        ...

    def switches(self) -> tuple[SwitchReading, ...]:
        """Every reading of the incognito switch."""
        ...

    def preconditions(self) -> tuple[Precondition, ...]:
        """Every second signal for an arm's condition."""
        ...

    def faults(self) -> tuple[Fault, ...]:
        """Everything that broke, on the bench's side."""
        ...

    def counters(self) -> tuple[CounterSample, ...]:
        """The phone's byte counters."""
        ...

    def channels(self) -> tuple[ChannelReading, ...]:
        """The channel inventory."""
        ...

    def sockets(self) -> Iterable[SocketOwner]:
        """Every socket of the phone that was seen open."""
        ...

    def events(self) -> Iterator[NetworkEvent]:
        """The network's side, streamed in order."""
        ...
