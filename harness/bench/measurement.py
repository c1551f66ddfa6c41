"""What the steps of one scenario talk to: arms by name, and the judgement at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.bench.final import reading_of
from harness.bench.run import HandsetRun
from harness.bench.tables import Tables
from harness.judge.origin import derive
from harness.judge.reading import Reading
from harness.judge.rules import judge_one
from harness.ledger.register import DEFAULT, App
from harness.model.arm import ArmKey, ArmKind, Mode
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.judgement import Judgement
from harness.report.album import Album, Pictures
from harness.report.words import todays_words
from harness.store.run import StoredRun


@dataclass(slots=True)
class Provisional:
    """The reading of a run that goes on, made anew only where a session was recorded since."""

    run: HandsetRun
    tables: Tables
    sessions: int = -1
    reading: Reading | None = None

    def read(self) -> Reading:
        """The reading as of the last recorded session."""
        if self.reading is None or self.run.recorded != self.sessions:
            self.sessions = self.run.recorded
            self.reading = reading_of(StoredRun(self.run.job.folder), self.tables)
        return self.reading


@dataclass(slots=True)
class Measurement:
    """One scenario's hold on the run.

    Arms are recorded once a run: `record` drives the phone where an arm is missing and refers to the
    recorded one otherwise.  The first judgement closes it; recording after that raises SetupError.
    """

    run: HandsetRun
    tables: Tables
    scenario: str
    provisional: Provisional
    app: App | None = None
    switch: str = DEFAULT
    repeat: int = 1
    used: list[ArmKey] = field(default_factory=list)
    judgement: Judgement | None = None
    _shown: int = 0

    def use(self, title: str) -> App:
        """The app that the scenario is about."""
        self.app = self.tables.ledger.app(title)
        return self.app

    def expect_answer(self, answer: str) -> None:
        """The answer to the first run that the sessions of this run give; another one is another consent."""
        if answer != "Agree":
            raise SetupError(f"{self.scenario}: this bench answers the first run with Agree, not {answer!r}")

    def again(self) -> None:
        """The same arms once more, from cleared data: the next repeat of everything used so far."""
        self.repeat += 1
        for kind, mode in dict.fromkeys((key.need.kind, key.need.mode) for key in self.used):
            self.record(mode, kind)

    def record(self, mode: Mode, *kinds: ArmKind) -> tuple[ArmKey, ...]:
        """Every planned arm of the app in that mode and of those kinds, under the present consent.

        Empty where the installed version has no such condition (a switch that came later).
        """
        if self.judgement is not None:
            raise SetupError(f"{self.scenario}: wanted no recording after the judgement, found {mode.value}")
        if self.app is None:
            raise SetupError(f"{self.scenario}: name the browser first")
        keys = tuple(
            key
            for key in self.run.keys
            if key.app == self.app.package
            and key.need.mode is mode
            and key.need.kind in kinds
            and key.need.repeat == self.repeat
            and dict(key.need.consent).get("switch", DEFAULT) == self.switch
        )
        for key in keys:
            self.run.advance(key)
        self.used.extend(keys)
        return keys

    def pictures(self, step: str) -> Pictures:
        """What a finished When step shows: the screens of its arms, or why there is none."""
        fresh = tuple(self.used[self._shown :])
        self._shown = len(self.used)
        if self.app is None:
            return Pictures()
        if "switch is in its" in step:
            keys = [
                key for key in self._keys() if dict(key.need.consent).get("switch", DEFAULT) == self.switch
            ]
            if not keys:
                return Pictures(missing=self._no_switch())
            self.run.advance(keys[0])
            return self._album(self.app).setting(keys[0], "switch")
        if not fresh:
            return Pictures(missing=self._no_switch())
        return self._album(self.app).acts(fresh, ("news",) if "news item" in step else ("visit", "search"))

    def _album(self, app: App) -> Album:
        """The screens recorded so far."""
        return Album(self.run.job.folder, self.scenario, app.title, todays_words())

    def _keys(self) -> tuple[ArmKey, ...]:
        return tuple(
            key
            for key in self.run.keys
            if self.app is not None and key.app == self.app.package and key.need.repeat == self.repeat
        )

    def _no_switch(self) -> str:
        """Why nothing is recorded under the present consent."""
        if self.app is None:
            return ""
        version = self.run.versions.get(self.app.package)
        if version is None:
            return f"{self.app.title} is not installed on this handset: nothing was recorded."
        since = next((item.from_version for item in self.app.switches if item.name == "switch"), "")
        if self.switch != DEFAULT and since:
            return (
                f"{self.app.title} {version} has no such switch, which came with {since}: "
                f"there is no {self.switch} position, and nothing was recorded for this step."
            )
        return (
            f"Nothing is recorded of {self.app.title} {version} for this step: "
            "nothing that this run tests applies to that version."
        )

    def judge(self, name: str) -> Judgement:
        """The provisional judgement of a proposition: what is known now, before the windows are over."""
        if self.app is None:
            raise SetupError(f"{self.scenario}: name the browser first")
        proposition = self.tables.ledger.proposition(name)
        claim = self.tables.ledger.claim(name.partition(".")[0])
        scope = next((app for app in proposition.apps if app.package == self.app.package), None)
        if scope is None:
            raise SetupError(f"{name} does not speak of {self.app.title}; see `claims list`")
        self.run.notes.timeline("scenario", scenario=self.scenario, proposition=name, app=self.app.package)
        self.run.tick()
        reading = self.provisional.read()
        self.run.tick()
        origin, _ = derive(reading)
        grade = Grade(self.run.job.grade)
        self.judgement = judge_one(
            reading, self.tables.ledger, claim, proposition, scope, grade, origin, self.scenario
        )
        return self.judgement
