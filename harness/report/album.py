"""The screens of a run by what they show: acts of an arm, the settings screen of a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.ledger.register import DEFAULT
from harness.model.arm import ArmKey
from harness.model.errors import EvidenceError
from harness.report.words import Words
from harness.store.lines import read_lines


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures with their names in words; `missing` says why there is none."""

    pictures: tuple[tuple[str, bytes], ...] = ()
    missing: str = ""


class Album:
    """Reads the timeline of a run that may still go on, for one scenario and the app it is about."""

    def __init__(self, run: Path, scenario: str, app: str, words: Words) -> None:
        self._data = run / "data"
        self._scenario = scenario
        self._app = app
        self._words = words
        self._recorded: dict[str, tuple[str, str]] = {}
        cut: list[bytes] = []
        self._lines = tuple(read_lines(self._data / "timeline.jsonl", cut_off=cut))
        running = ("", "")
        for line in self._lines:
            if line["what"] == "scenario-started":
                running = (line["scenario"], line["title"])
            elif line["what"] in {"arm-opened", "session-opened"}:
                # Whole sessions are recorded at once: whoever needs an arm first has them all recorded.
                self._recorded.setdefault(line["arm" if line["what"] == "arm-opened" else "session"], running)

    def acts(self, keys: Sequence[ArmKey], acts: Sequence[str]) -> Pictures:
        """The last screen of each of these acts, in an arm without suspended packages where there is one."""
        arm = min(keys, key=lambda key: bool(key.need.suspended))
        last: dict[str, dict[str, Any]] = {
            line["act"]: line
            for line in self._lines
            if line["what"] == "act" and line["arm"] == arm.id and line.get("screen")
        }
        shown = [act for act in acts if act in last] or list(last)[-1:]
        if not shown:
            done = "nothing is done" if not arm.need.acts else "no act left a screen"
            return Pictures(missing=f"No picture: {done} in this recording ({self._words.arm(arm.id)}).")
        return Pictures(
            tuple(
                self._picture(
                    f"{self._app}: {self._words.act(act, last[act]['number'])} ({self._words.arm(arm.id)})",
                    arm.id,
                    last[act]["screen"],
                )
                for act in shown
            )
        )

    def setting(self, key: ArmKey, name: str) -> Pictures:
        """The settings screen that a condition of that name was read from when the session began."""
        consent = "+".join(f"{name}={value}" for name, value in key.need.consent) or "as-shipped"
        session = f"{key.name}/{consent}/r{key.need.repeat}"
        found = [line for line in self._lines if line["what"] == name and line["session"] == session]
        if not found:
            return Pictures(missing="No picture: the settings screen was not read.")
        line = found[-1]
        state = f"settings screen without a {name}"
        if line["exists"]:
            condition = self._words.condition(name, dict(key.need.consent).get(name, DEFAULT))
            state = f"settings screen {condition} ({line['position']})"
        return Pictures((self._picture(f"{self._app}: {state}", session, line["screen"]),))

    def _picture(self, name: str, place: str, screen: str) -> tuple[str, bytes]:
        scenario, title = self._recorded.get(place, ("", ""))
        if scenario and scenario != self._scenario:
            name = f"{name} (recorded in the scenario “{title}”)"
        try:
            return name, (self._data / screen).read_bytes()
        except OSError as error:
            raise EvidenceError(f"wanted the screen {screen} of the run: {error}") from error
