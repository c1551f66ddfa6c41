"""A judgement: what a rule says about one proposition of one claim, and everything it rests on.

The invariants (README, How to read the three outcomes) stand in `Judgement.__post_init__`, by the
proposition's kind: a judgement that would break one cannot be built.  Sections are those of the method.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from harness.model.claim import Grade
from harness.model.claim import PropositionKind as Kind
from harness.model.sighting import LayerPath


class Outcome(Enum):
    """What a judgement says (README, How to read the three outcomes)."""

    HOLDS = "holds"
    VIOLATED = "violated"
    UNPROVEN = "unproven"
    NOT_APPLICABLE = "not-applicable"


class Origin(Enum):
    """Whether reality or a rehearsal was recorded; derived from stored facts (method §12)."""

    MEASUREMENT = "measurement"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a judgement is unproven or not applicable: a stable id and the datum behind it."""

    id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Value:
    """What stood in one place of a witness; `planted` is the id of what it is a form of, or empty."""

    path: LayerPath
    form: str
    planted: str
    value: str


@dataclass(frozen=True, slots=True)
class Witness:
    """One exchange (or screen, or document) that shows what the proposition speaks of, with all its values.

    Raises ValueError without a value: such an exchange shows nothing.
    """

    exchange: str
    values: tuple[Value, ...]
    app: str | None
    app_by: str
    destination: str
    controller: str
    arm: str | None
    detail: str = ""

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"a witness shows at least one value, found none in {self.exchange}")

    @property
    def first(self) -> Value:
        """The value that stands for all where there is room for one only."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was examined for a judgement: counts of exchanges, gaps and residue (method §6, §7)."""

    examined: int
    gaps_in_scope: tuple[str, ...]
    gaps_out_of_scope: tuple[str, ...]
    residue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlState:
    """One control of the bench and whether it was seen (method §8)."""

    name: str
    arm: str
    seen: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClosureState:
    """Bytes that a counter saw against bytes that the recorder saw, for one arm and uid (method §5).

    All figures are payload bytes sent by the phone.  `unexplained` is the distance of the counter from
    the interval of recorded bytes; closure is met where it is within `tolerance`.
    """

    arm: str
    app: str
    source: str
    counted: int
    recorded_low: int
    recorded_high: int
    tolerance: int
    closed_by: str = ""
    """Another way in which the difference was closed, for instance a suspended-relay arm."""

    @property
    def unexplained(self) -> int:
        """Bytes outside the interval of recorded bytes."""
        return max(self.counted - self.recorded_high, self.recorded_low - self.counted, 0)

    @property
    def met(self) -> bool:
        """Whether nothing went around the recorder, as far as this counter shows."""
        return self.unexplained <= self.tolerance or bool(self.closed_by)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Spikes sent from the phone and spikes recovered from its traffic (method §8)."""

    sent: int
    found: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """An innocent explanation of a witness and the datum that excludes it (method §12)."""

    name: str
    excluded_by: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says of one proposition, app by app and arm by arm.

    Raises ValueError where an invariant of its outcome is broken.
    """

    claim: str
    proposition: str
    kind: Kind
    scenario: str
    app: str
    rule: str
    outcome: Outcome
    because: str
    grade: Grade
    origin: Origin
    minimum_n: int
    provisional: bool = False
    reasons: tuple[Reason, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    scope: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    coverage: Coverage = field(default=Coverage(0, (), (), ()))
    controls: tuple[ControlState, ...] = ()
    closure: tuple[ClosureState, ...] = ()
    sensitivity: Sensitivity = Sensitivity(0, 0)
    permissive_uploads: int = 0
    n: int = 0
    repeats: int = 0
    bound95: float | None = None
    window_s: int = 0
    labels: tuple[str, ...] = ()
    handsets: int = 1
    alternatives: tuple[Alternative, ...] = ()
    interventions: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        broken = tuple(self._broken())
        if broken:
            raise ValueError(f"{self.proposition}: {self.outcome.value} cannot stand: {'; '.join(broken)}")

    def _broken(self) -> tuple[str, ...]:
        if self.outcome is Outcome.HOLDS and self.kind is Kind.ABSENCE:
            return self._absence_holds()
        checks = {
            Outcome.HOLDS: (bool(self.witnesses), "a presence needs a witness"),
            Outcome.UNPROVEN: (bool(self.reasons), "unproven needs a reason"),
            Outcome.NOT_APPLICABLE: (bool(self.reasons), "not applicable needs the condition that was read"),
            Outcome.VIOLATED: (
                self._violation_shown(),
                "an absence is violated by an attributed witness, a presence by a complete reading",
            ),
        }
        shown, text = checks[self.outcome]
        faults = [] if shown else [text]
        if self.outcome is Outcome.HOLDS and self.reasons:
            faults.append("holds with open reasons: " + ", ".join(reason.id for reason in self.reasons))
        return tuple(faults)

    def _violation_shown(self) -> bool:
        if self.kind is Kind.ABSENCE:
            return any(w.app_by == "socket" or w.controller == "vendor" for w in self.witnesses)
        return not self.witnesses and not self.reasons and self.coverage.examined > 0

    def _absence_holds(self) -> tuple[str, ...]:
        checks = (
            (not self.witnesses, "there is a witness"),
            (not self.reasons, "open reasons: " + ", ".join(reason.id for reason in self.reasons)),
            (self.n >= max(self.minimum_n, 1), f"n is {self.n}, the ledger's minimum is {self.minimum_n}"),
            (not self.coverage.gaps_in_scope, "a gap in scope"),
            (not self.coverage.residue, "residue in scope"),
            (bool(self.arms), "no arm"),
            (bool(self.closure) and all(item.met for item in self.closure), "closure is not met"),
            (bool(self.controls) and all(item.seen for item in self.controls), "a control was not seen"),
            (
                self.sensitivity.sent > 0 and self.sensitivity.found == self.sensitivity.sent,
                f"spikes: {self.sensitivity.found} of {self.sensitivity.sent} recovered",
            ),
            (self.permissive_uploads > 0, "no read upload in the permissive arm"),
        )
        return tuple(text for good, text in checks if not good)
