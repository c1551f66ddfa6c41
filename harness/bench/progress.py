"""Where a run stands, folded from the lines of its timeline as they appear."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.bench.duration import Pace, Stretch, left, moments, words
from harness.store.lines import microseconds

_REPEAT = re.compile(r"r([0-9]+)")
_ACTS = re.compile(r"[a-z]+([0-9]+)")
_COUNTED = re.compile(r"[a-z]{2,}[0-9]+(\+[a-z]+[0-9]+)*")
_UNSAID = re.compile(r"permissive|restrictive|no-act|[a-z]+[0-9]+(\+[a-z]+[0-9]+)*")
_WORDS = {"blank": "idle", "as-shipped": "as shipped"}
_CLOSING = "closing window of "


def short_name(name: str) -> str:
    """An arm or a session for people: `Mi Browser, incognito, switch default, without xmsf`.

    The app, its conditions, and the repeat from the second on.
    """
    app, *conditions = name.split("/")
    words = [app.replace("-", " ").title() if conditions else app]
    for part in conditions:
        if repeat := _REPEAT.fullmatch(part):
            words += [f"repeat {repeat[1]}"] if repeat[1] != "1" else []
        elif part.startswith("suspended="):
            words.append("without " + part.partition("=")[2].replace("+", " and "))
        elif not _UNSAID.fullmatch(part):
            words.append(_WORDS.get(part, part.replace("=", " ").replace("+", ", ")))
    return ", ".join(words)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _stretch(session: Mapping[str, Any]) -> Stretch:
    acts = tuple(sum(int(count) for count in _ACTS.findall(_acts_of(arm))) for arm in session["arms"])
    return Stretch(str(session["app"]), acts, float(session["window_s"]))


def _acts_of(arm: str) -> str:
    """The part of an arm's name that counts its acts: `visit3+search3`."""
    return next((part for part in arm.split("/") if _COUNTED.fullmatch(part)), "")


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
        if not self.plan and (plan := data / "plan.json").exists():
            self.plan = tuple(map(_stretch, json.loads(plan.read_bytes())["sessions"]))
        for line in self._timeline.new():
            self.take(json.loads(line))
        self.exchanges += sum(1 for line in self._exchanges.new() if b'"event":"sent"' in line)

    @property
    def planned(self) -> int:
        """How many arms the plan has."""
        return sum(len(stretch.acts) for stretch in self.plan)

    def take(self, line: Mapping[str, Any]) -> None:
        """One line of the timeline."""
        what = line["what"]
        self.started_us = self.started_us or microseconds(line["t"])
        if what not in {"control", "note"}:
            self.waiting = ""
        match what:
            case "scenario-started":
                self.scenario, self.step = str(line["title"]), ""
                self.scenarios += 1
            case "step":
                self.step = f"{line['keyword']} {line['text']}"
            case "arm-opened":
                self.arm = str(line["arm"])
            case "arm-closed":
                self.arm = ""
                self.arms += 1
                self.closed_us = microseconds(line["t"])
            case "act":
                self.acts += 1
            case "waiting":
                self.waiting = str(line["reason"])
                self.until_us = microseconds(line["t"]) + int(float(line["seconds"]) * 1e6)
            case "calibration-opened":
                self.step = "calibrating the phone's byte counters (1 MiB)"
            case "fault":
                self.faults.append(str(line["detail"]))

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
            reason = self.waiting
            if reason.startswith(_CLOSING):
                reason = _CLOSING + short_name(reason.removeprefix(_CLOSING))
            left_s = max(0, self.until_us - now_us) / 1e6
            parts.append(f"waiting {left_s:.0f} s for the {reason}")
        elif self.arm:
            parts.append(short_name(self.arm))
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
