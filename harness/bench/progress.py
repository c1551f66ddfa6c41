"""Where a run stands, folded from the lines of its timeline as they appear."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.store.lines import microseconds

_REPEAT = re.compile(r"r([0-9]+)")
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
    planned: int = 0
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
    _timeline: Tail | None = None
    _exchanges: Tail | None = None

    def update(self) -> None:
        """Take in what the run folder says by now."""
        data = self.folder / "data"
        if self._timeline is None or self._exchanges is None:
            self._timeline, self._exchanges = Tail(data / "timeline.jsonl"), Tail(data / "exchanges.jsonl")
        if not self.planned and (plan := data / "plan.json").exists():
            self.planned = sum(len(item["arms"]) for item in json.loads(plan.read_bytes())["sessions"])
        for line in self._timeline.new():
            self.take(json.loads(line))
        self.exchanges += sum(1 for line in self._exchanges.new() if b'"event":"sent"' in line)

    def take(self, line: Mapping[str, Any]) -> None:
        """One line of the timeline."""
        what = line["what"]
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
            case "act":
                self.acts += 1
            case "waiting":
                self.waiting = str(line["reason"])
                self.until_us = microseconds(line["t"]) + int(float(line["seconds"]) * 1e6)
            case "calibration-opened":
                self.step = "calibrating the phone's byte counters (1 MiB)"
            case "fault":
                self.faults.append(str(line["detail"]))

    def line(self, now_us: int) -> str:
        """The state in one line."""
        if self.ended and not self.planned:
            return "ended before anything was measured"
        if self.ended:
            done = ((self.arms, "arm"), (self.acts, "act"), (self.exchanges, "exchange"))
            return "done: " + ", ".join(_counted(count, noun) for count, noun in done)
        parts = [f"{self.arms}/{self.planned} arms", _counted(self.exchanges, "exchange")]
        if self.waiting:
            left = max(0, self.until_us - now_us) / 1e6
            reason = self.waiting
            if reason.startswith(_CLOSING):
                reason = _CLOSING + short_name(reason.removeprefix(_CLOSING))
            parts.append(f"waiting {left:.0f} s for the {reason}")
        elif self.arm:
            parts.append(short_name(self.arm))
        if self.scenario:
            parts.append(self.scenario)
        if self.step and not self.waiting:
            parts.append(self.step)
        return " · ".join(parts) if self.planned else "opening the handset"
