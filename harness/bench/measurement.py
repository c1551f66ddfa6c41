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
from harness.store.lines import read_lines
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
    recorded_in: dict[str, str]
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
            self.recorded_in.setdefault(key.id, self.scenario)
        self.used.extend(keys)
        return keys

    def pictures(self) -> tuple[tuple[str, bytes], ...]:
        """The last screenshot of every arm that the scenario used since it was asked last."""
        found: list[tuple[str, bytes]] = []
        last: dict[str, str] = {}
        fresh = {key.id for key in self.used[self._shown :]}
        self._shown = len(self.used)
        cut: list[bytes] = []
        for line in read_lines(self.run.job.folder / "data" / "timeline.jsonl", cut_off=cut):
            if line["what"] == "act" and line["arm"] in fresh and line.get("screen"):
                last[line["arm"]] = line["screen"]
        for arm, screen in last.items():
            where = self.recorded_in[arm]
            title = arm if where == self.scenario else f"{arm} (recorded in {where})"
            found.append((title, (self.run.job.folder / "data" / screen).read_bytes()))
        return tuple(found)

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
        reading = self.provisional.read()
        origin, _ = derive(reading)
        grade = Grade(self.run.job.grade)
        self.judgement = judge_one(
            reading, self.tables.ledger, claim, proposition, scope, grade, origin, self.scenario
        )
        return self.judgement
