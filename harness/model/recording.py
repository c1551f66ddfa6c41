"""A stored run as the judge sees it: its facts, its arms and sessions, and its two streams of lines.

`harness.store` reads it from the files, `harness.judge` folds it into a reading.  Bench times are UTC
microseconds since the epoch, phone times milliseconds since the epoch by the phone's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from harness.model.arm import ArmKey, SessionKey
from harness.model.claim import Grade
from harness.model.handset import HandsetKind
from harness.model.lines import (
    ActDone,
    ChannelReading,
    ConditionRead,
    ControlSent,
    CounterSample,
    Fault,
    Precondition,
)
from harness.model.message import Message
from harness.model.plan import Plan
from harness.model.planted import Planted
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Heartbeat,
    PayloadKept,
    RouterTotals,
    TlsEstablished,
    TrafficMark,
)


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
    | PayloadKept
    | RouterTotals
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
class ArmRecord:
    """A recorded arm: its identity, its package, its place in time by both clocks, what went wrong in it."""

    key: ArmKey
    app: str
    opened_us: int
    closed_us: int | None
    phone_opened_ms: int
    phone_closed_ms: int | None
    offset_error_ms: int
    aborted: str | None

    @property
    def id(self) -> str:
        """The id of its key."""
        return self.key.id

    @property
    def session(self) -> str:
        """The id of its session."""
        return self.key.session.id


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One app under one consent vector from cleared data to the end of its closing window.

    `app` is the package, `window_s` the phone time in seconds that was recorded past the last act.
    """

    key: SessionKey
    app: str
    cleared: bool
    opened_us: int
    closed_us: int | None
    phone_opened_ms: int
    phone_closed_ms: int | None
    window_s: int

    @property
    def id(self) -> str:
        """The id of its key."""
        return self.key.id


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package: uid, version, and the digest of the certificate that signed it."""

    name: str
    uid: int
    version: str
    signer: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts of a run that its judgement needs, from `run.json`.

    `calibration_app` is the package whose upload calibrated the counters, None where none could;
    `vendor_accounts` counts the vendor's accounts on the phone when the run began, None where it could
    not be read; `interventions` are `change: value` lines.
    """

    id: str
    handset: str
    handset_kind: HandsetKind
    grade: Grade
    date: str
    firmware: str
    packages: tuple[Package, ...]
    network_mode: str
    canary_domain: str
    proxy_address: tuple[str, int]
    services: tuple[str, ...]
    calibration_app: str | None
    vendor_accounts: int | None
    interventions: tuple[str, ...]

    def version(self, package: str) -> str | None:
        """The installed version of a package, None where it is not installed."""
        return next((item.version for item in self.packages if item.name == package), None)


class Recording(Protocol):
    """A stored run, read as streams; the judge sees nothing else of it."""

    def facts(self) -> RunFacts:
        """The facts of the run."""
        ...

    def plan(self) -> Plan:
        """What was to be recorded and judged, sealed before the first act."""
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

    def acts(self) -> tuple[ActDone, ...]:
        """Every act."""
        ...

    def controls(self) -> tuple[ControlSent, ...]:
        """Every control that was sent."""
        ...

    def conditions(self) -> tuple[ConditionRead, ...]:
        """Every condition that was read from a screen."""
        ...

    def preconditions(self) -> tuple[Precondition, ...]:
        """Every signal for an arm's condition."""
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
