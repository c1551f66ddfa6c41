"""Where a run stands, folded from the lines of its timeline as they appear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness.bench.duration import Pace, Stretch, left, moments, words
from harness.model.documents import PlanDocument
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ActDone,
    ArmClosed,
    ArmOpened,
    CalibrationOpened,
    ControlSent,
    Fault,
    Noted,
    ScenarioStarted,
    StepStarted,
    TimelineLine,
    Waiting,
)
from harness.model.plan import PlannedSession
from harness.store.adapters import TIMELINE
from harness.store.lines import parse_line
from harness.store.run import StoredRun

Named = Callable[[str], str]
"""An arm's or session's id → its words."""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def stretch_of(session: PlannedSession) -> Stretch:
    """A planned session as its time goes."""
    acts = tuple(sum(count for _, count in key.acts) for key in session.arms)
    return Stretch(session.key.app, acts, session.window_s)


class Tail:
    """The complete lines that a growing file got since it was asked last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self._rest = b""

    def new(self) -> list[bytes]:
        """The new lines; none where the file is not there yet."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._offset)
            piece = file.read()
        self._offset += len(piece)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return lines


@dataclass(slots=True)
class Progress:
    """What a person wants to know of a running handset; times are UTC microseconds."""

    handset: str
    folder: Path
    named: Named = str
    pace: Pace = field(default_factory=Pace)
    plan: tuple[Stretch, ...] = ()
    scenario: str = ""
    step: str = ""
    arm: str = ""
    arms: int = 0
    acts: int = 0
    exchanges: int = 0
    waiting: str = ""
    until_us: int = 0
    faults: list[str] = field(default_factory=list)
    scenarios: int = 0
    ended: bool = False
    started_us: int = 0
    closed_us: int = 0
    _timeline: Tail | None = None
    _exchanges: Tail | None = None

    def update(self) -> None:
        """Take in what the run folder says by now."""
        data = self.folder / "data"
        if self._timeline is None or self._exchanges is None:
            self._timeline, self._exchanges = Tail(data / "timeline.jsonl"), Tail(data / "exchanges.jsonl")
        if not self.plan and (data / "plan.json").exists():
            self.plan = tuple(map(stretch_of, StoredRun(self.folder).document(PlanDocument).plan.sessions))
        for line in self._timeline.new():
            try:
                self.take(parse_line(line, TIMELINE))
            except EvidenceError as error:
                # Whoever judges the run refuses it; whoever watches it goes on, to put the phones back.
                self.faults.append(str(error))
        self.exchanges += sum(1 for line in self._exchanges.new() if b'"event":"sent"' in line)

    @property
    def planned(self) -> int:
        """How many arms the plan has."""
        return sum(len(stretch.acts) for stretch in self.plan)

    def take(self, line: TimelineLine) -> None:
        """One line of the timeline."""
        self.started_us = self.started_us or line.time_us
        if not isinstance(line, (ControlSent, Noted)):
            self.waiting = ""
        match line:
            case ScenarioStarted():
                self.scenario, self.step = line.title, ""
                self.scenarios += 1
            case StepStarted():
                self.step = f"{line.keyword} {line.text}"
            case ArmOpened():
                self.arm = line.arm
            case ArmClosed():
                self.arm = ""
                self.arms += 1
                self.closed_us = line.time_us
            case ActDone():
                self.acts += 1
            case Waiting():
                self.waiting = line.session
                self.until_us = line.time_us + int(line.seconds * 1e6)
            case CalibrationOpened():
                self.step = "calibrating the phone's byte counters (1 MiB)"
            case Fault():
                self.faults.append(line.detail)

    def parts(self, now_us: int) -> tuple[str, ...]:
        """The state from the whole to the particular: counts and time left, arm, scenario, step."""
        if self.ended and not self.arms:
            return ("ended before anything was measured",)
        if self.ended:
            done = ((self.arms, "arm"), (self.acts, "act"), (self.exchanges, "exchange"))
            return ("done: " + ", ".join(_counted(count, noun) for count, noun in done),)
        if not self.plan:
            return ("opening the handset",)
        counts = f"{self.arms}/{self.planned} arms, {_counted(self.exchanges, 'exchange')}"
        parts = [f"{counts}, {words(self.left_s(now_us))} left"]
        if self.waiting:
            left_s = max(0, self.until_us - now_us) / 1e6
            parts.append(f"waiting {left_s:.0f} s for the closing window of {self.named(self.waiting)}")
        elif self.arm:
            parts.append(self.named(self.arm))
        if self.scenario:
            parts.append(self.scenario)
        if self.step and not self.waiting:
            parts.append(self.step)
        return tuple(parts)

    def line(self, now_us: int) -> str:
        """The state in one line."""
        return " · ".join(self.parts(now_us))

    def left_s(self, now_us: int) -> float:
        """Wall seconds that the run will still take, about; 0 before it has a plan."""
        if not self.plan:
            return 0.0
        begun = self.started_us or now_us
        at_s, now_s = (max(0, moment - begun) / 1e6 for moment in (self.closed_us or begun, now_us))
        expected = left(moments(self.plan, self.pace), min(self.arms, self.planned), at_s, now_s)
        return max(expected, (self.until_us - now_us) / 1e6 if self.waiting else 0.0)
