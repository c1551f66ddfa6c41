"""The screens of a run by what they show: acts of an arm, screens on which a condition was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.ledger import Acts
from harness.model.arm import ArmKey
from harness.model.errors import EvidenceError
from harness.model.lines import ActDone, ArmOpened, ConditionRead, ScenarioStarted, SessionOpened
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures with their names in words; `missing` says why there is none."""

    pictures: tuple[tuple[str, bytes], ...] = ()
    missing: str = ""


class Album:
    """Reads the record of a run that may still go on, for one scenario and one app (its title)."""

    def __init__(self, folder: Path, acts: Acts, scenario: str, app: str) -> None:
        self._run = StoredRun(folder)
        self._acts = acts
        self._scenario = scenario
        self._app = app
        self._recorded: dict[str, ScenarioStarted] = {}
        self._done: list[ActDone] = []
        running: ScenarioStarted | None = None
        for line in self._run.timeline:
            if isinstance(line, ScenarioStarted):
                running = line
            elif isinstance(line, (ArmOpened, SessionOpened)) and running is not None:
                # Whole sessions are recorded at once: whoever needs an arm first has them all recorded.
                place = line.arm if isinstance(line, ArmOpened) else line.session
                self._recorded.setdefault(place, running)
            elif isinstance(line, ActDone):
                self._done.append(line)

    def of(self, keys: Sequence[ArmKey], acts: Sequence[str]) -> Pictures:
        """The last screen of each of these acts in one of the arms, and the conditions read before them."""
        if not keys:
            return Pictures()
        arm = min(keys, key=lambda key: len(key.conditions))
        shown = (*self._conditions(arm), *self._last(arm, acts))
        if shown:
            return Pictures(tuple(shown))
        done = "nothing is done" if not arm.acts else "no act left a screen"
        return Pictures(missing=f"No picture: {done} in this recording ({self._where(arm)}).")

    def _last(self, arm: ArmKey, acts: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        last = {line.act: line for line in self._done if line.arm == arm.id and line.screen}
        for act in acts:
            if act in last:
                words = self._acts.act(act).in_words(last[act].number)
                yield self._picture(f"{self._app}, {words}, {self._where(arm)}", arm.id, last[act].screen)

    def _conditions(self, arm: ArmKey) -> Iterator[tuple[str, bytes]]:
        session = arm.session.id
        for line in self._run.conditions():
            if line.session == session and line.condition in arm.every and line.screen:
                yield self._picture(f"{self._app}, {_said(line)}", session, line.screen)

    def _where(self, arm: ArmKey) -> str:
        return arm.words(self._acts.condition_words, self._app).partition(", ")[2]

    def _picture(self, name: str, place: str, screen: str) -> tuple[str, bytes]:
        recorded = self._recorded.get(place)
        if recorded is not None and recorded.scenario != self._scenario:
            name = f"{name} (recorded in the scenario “{recorded.title}”)"
        try:
            return name, (self._run.data / screen).read_bytes()
        except OSError as error:
            raise EvidenceError(f"wanted the screen {screen} of the run: {error}") from error


def _said(line: ConditionRead) -> str:
    if not line.offered:
        return f"no {line.condition} on the settings screen"
    return f"settings screen, the {line.condition} as found or set: {line.position}"
