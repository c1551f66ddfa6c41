"""What the bench writes of a run, line by line: one frozen type for each kind of line.

`harness.store` writes and reads them (`{"seq", "t", ...}`); nothing else knows how they stand in a file.
`sequence` and `time_us` (UTC microseconds of the bench's clock) are given by the file and never written as
fields.  Phone times are milliseconds since the epoch by the phone's clock.  Arms and sessions are named by
the ids of `harness.model.arm`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from harness.model.planted import ControlBy, End, Planted, PlantedId, PlantedKind


def _in_a_file(field: str) -> str:
    """The name of a field where it is written."""
    return {"sequence": "seq", "time_us": "t"}.get(field, field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Any line: its number among all lines of the run and its time, given by the file."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "alias_generator": _in_a_file}
    sequence: int = 0
    time_us: int = 0


class ActOutcome(StrEnum):
    """Whether an act was carried out."""

    DONE = "done"
    FAILED = "failed"


class ControlKind(StrEnum):
    """The controls that are sent from the phone (method §8)."""

    NONCE = "nonce"
    SPIKE = "spike"


class ChannelState(StrEnum):
    """What is known of a way out of the phone (method §5)."""

    RECORDED = "recorded"
    OFF = "proven off"
    UNOBSERVED = "unobserved"


# --------------------------------------------------------------------------------------- timeline.jsonl


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioStarted(Line):
    """A scenario begins."""

    scenario: str
    title: str
    what: Literal["scenario-started"] = "scenario-started"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Line):
    """A Gherkin step begins."""

    scenario: str
    keyword: str
    text: str
    what: Literal["step-started"] = "step-started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioJudged(Line):
    """A scenario came to its judgement; `app` is the package."""

    scenario: str
    proposition: str
    app: str
    what: Literal["scenario-judged"] = "scenario-judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Line):
    """An app begins from data that were cleared (or not), under one consent vector."""

    session: str
    app: str
    cleared: bool
    phone_ms: int
    what: Literal["session-opened"] = "session-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Line):
    """A closing window ends; `window_s` is the phone time in seconds recorded past the last act."""

    session: str
    phone_ms: int
    window_s: int
    what: Literal["session-closed"] = "session-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmOpened(Line):
    """An arm begins; `offset_ms` is phone clock minus bench clock, known to within `offset_error_ms`."""

    arm: str
    app: str
    phone_ms: int
    offset_ms: int
    offset_error_ms: int
    what: Literal["arm-opened"] = "arm-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmClosed(Line):
    """An arm ends; `aborted` says why it is not complete, None where it is."""

    arm: str
    phone_ms: int | None
    offset_ms: int | None
    aborted: str | None
    what: Literal["arm-closed"] = "arm-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone(Line):
    """One time of an act, carried out or not; `shown` says what showed it, `screen` names its picture."""

    arm: str
    act: str
    number: int
    outcome: ActOutcome
    detail: str = ""
    planted: tuple[PlantedId, ...] = ()
    shown: str = ""
    screen: str = ""
    what: Literal["act"] = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSent(Line):
    """A control sent from the phone: which, at which end, by what, the way it went, the planted value."""

    arm: str
    control: ControlKind
    at: End
    by: ControlBy
    way: str
    planted: PlantedId
    what: Literal["control"] = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationOpened(Line):
    """The phone's counters are about to be calibrated by an upload from that package (method §5)."""

    app: str
    what: Literal["calibration-opened"] = "calibration-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationClosed(Line):
    """The calibration is over."""

    app: str
    what: Literal["calibration-closed"] = "calibration-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Line):
    """The bench waits so many wall seconds for a session's closing window."""

    session: str
    seconds: float
    what: Literal["waiting"] = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Line):
    """Something a person should read beside a session or arm."""

    place: str
    text: str
    what: Literal["note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Line):
    """Something that broke while measuring; `arm` is None where it concerns the whole run."""

    fault: str
    detail: str
    arm: str | None = None
    what: Literal["fault"] = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Line):
    """The run ends before its first arm: bench or phone are not as they must be."""

    reason: str
    what: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention(Line):
    """A change of the phone (method §10); values are texts, `changed_at` is bench UTC, ISO 8601."""

    change: str
    old: str
    new: str
    changed_at: str
    what: Literal["intervention"] = "intervention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Line):
    """The undoing of a change; `dead_run` says that another run had left it."""

    change: str
    old: str
    new: str
    changed_at: str
    dead_run: bool = False
    what: Literal["restored"] = "restored"


TimelineLine = (
    ScenarioStarted
    | StepStarted
    | ScenarioJudged
    | SessionOpened
    | SessionClosed
    | ArmOpened
    | ArmClosed
    | ActDone
    | ControlSent
    | CalibrationOpened
    | CalibrationClosed
    | Waiting
    | Noted
    | Fault
    | Refused
    | Intervention
    | Restored
)

# ------------------------------------------------------------------------------------- the other files


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedLine(Line):
    """`planted.jsonl`: a planted value, before it is used."""

    id: PlantedId
    kind: PlantedKind
    value: str
    part: str
    arm: str | None = None
    act: str | None = None
    number: int | None = None
    wrapping: str | None = None
    at: End | None = None
    by: ControlBy | None = None

    @classmethod
    def of(cls, item: Planted) -> PlantedLine:
        """The line of a value."""
        return cls(
            id=item.id,
            kind=item.kind,
            value=item.value,
            part=item.part,
            arm=item.arm,
            act=item.act,
            number=item.number,
            wrapping=item.wrapping,
            at=item.at,
            by=item.by,
        )

    @property
    def planted(self) -> Planted:
        """The value."""
        return Planted(
            self.id,
            self.kind,
            self.value,
            self.part,
            self.arm,
            self.act,
            self.number,
            self.wrapping,
            self.at,
            self.by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierRead(Line):
    """`identifiers.jsonl`: an identifier of the handset and its route, or why it could not be learnt."""

    name: str
    value: str | None
    route: str
    why_not: str
    registry_prefix: int

    @property
    def planted(self) -> Planted | None:
        """What is searched for, None where the value is not known."""
        if not self.value:
            return None
        name = PlantedId(f"identifier:{self.name}")
        return Planted(
            name, PlantedKind.IDENTIFIER, self.value, self.name, registry_prefix=self.registry_prefix
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogAnswered(Line):
    """`consent.jsonl`: a dialog of a session's app and the answer given."""

    session: str
    text: str
    answer: str
    what: Literal["dialog"] = "dialog"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRead(Line):
    """`consent.jsonl`: a condition as a screen of the phone offers it in a session.

    `text` are the words beside it, `position` where it stands, `silent` the position that by its own words
    collects nothing; None where it is not offered or the words do not say it.
    """

    session: str
    condition: str
    offered: bool
    text: str
    position: str | None
    silent: str | None
    screen: str
    what: Literal["condition"] = "condition"


ConsentLine = DialogAnswered | ConditionRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition(Line):
    """`preconditions.jsonl`: a signal for a condition of an arm: what was wanted, what was found.

    `condition` is the name of the arm's condition, or `APKS` (with the package as signal) where the app's
    files are compared with those of the run's beginning (method §12).
    """

    arm: str
    condition: str
    signal: str
    wanted: str
    found: str

    @property
    def met(self) -> bool:
        """Whether it was found as wanted."""
        return self.wanted == self.found


APKS = "apks"
"""The name under which comparisons of a package's APKs stand among the preconditions."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterSample(Line):
    """`counters.jsonl`: all counters of the phone at one moment, between two traffic marks (method §5).

    An end is read until the phone is at rest: of several readings of one place and end, the last stands.
    `place` is an arm, a session, `calibration` or `run`; `interfaces` are tx bytes, tx packets, rx bytes,
    rx packets.
    """

    place: str
    at: End
    source: str
    marks: tuple[str, str]
    uids: Mapping[int, UidCount]
    interfaces: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReading(Line):
    """`channels.jsonl`: one way out of the phone at one end of an arm, or at the close of a session.

    `read` is the text that its state was read from.
    """

    place: str
    at: End
    channel: str
    state: ChannelState
    read: str


SocketRow = tuple[str, str, int, str, int, int, str]
"""protocol, local address and port, remote address and port, uid, the kernel's state in hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketsSeen(Line):
    """`sockets.jsonl`: what changed in the phone's socket tables since the sample before."""

    phone_ms: int
    opened: tuple[SocketRow, ...]
    closed: tuple[SocketRow, ...]
