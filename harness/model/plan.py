"""What a run has to record and judge, fixed and sealed before its first act (method §12)."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.arm import ArmKey, SessionKey
from harness.model.claim import Grade


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One proposition about one app: its scenario, the acts that count, the arms it is judged on.

    `why_not` says why it does not apply to this handset, with the version that was read; it has no arm then.
    """

    proposition: str
    app: str
    package: str
    scenario: str
    acts: tuple[str, ...]
    arms: tuple[ArmKey, ...]
    why_not: str | None = None

    def __post_init__(self) -> None:
        if bool(self.arms) == (self.why_not is not None):
            raise ValueError(f"{self.proposition} about {self.app}: needs arms, or why it has none")


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """The arms of one app, consent vector and repeat.

    It starts from cleared data of the app, and one closing window of `window_s` seconds of the phone's
    clock follows its last arm.
    """

    key: SessionKey
    package: str
    arms: tuple[ArmKey, ...]
    window_s: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Every part that was selected, and every session in the order of recording."""

    grade: Grade
    parts: tuple[PlannedPart, ...]
    sessions: tuple[PlannedSession, ...]

    @property
    def arms(self) -> tuple[ArmKey, ...]:
        """Every arm in the order of recording."""
        return tuple(key for session in self.sessions for key in session.arms)

    def part(self, proposition: str, app: str) -> PlannedPart | None:
        """The part of that proposition about that app (short name), None where it was not selected."""
        found = (item for item in self.parts if (item.proposition, item.app) == (proposition, app))
        return next(found, None)
