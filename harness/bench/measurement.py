"""What the steps of one scenario talk to: arms that are recorded or referred to, and the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.bench.run import HandsetRun
from harness.judge.judging import judge_one
from harness.judge.reading import Reading
from harness.ledger.arm_table import read_arms
from harness.ledger.features import Table
from harness.ledger.wording import same_words
from harness.model.arm import ArmKey
from harness.model.errors import SetupError
from harness.model.judgement import Judgement
from harness.model.lines import ScenarioJudged
from harness.model.plan import PlannedPart
from harness.model.scenario import ArmRow, Look, Scenario
from harness.report.album import Album, Pictures
from harness.report.background import Background, known_of
from harness.report.words import Words
from harness.ruling.final import reading_of
from harness.store.run import StoredRun


@dataclass(slots=True)
class Provisional:
    """The reading of a run that goes on, made anew only where a session was recorded since."""

    run: HandsetRun
    sessions: int = -1
    reading: Reading | None = None

    def read(self) -> Reading:
        """The reading as of the last recorded session."""
        if self.reading is None or self.run.recorded != self.sessions:
            self.sessions = self.run.recorded
            study = self.run.study
            self.reading = reading_of(StoredRun(self.run.job.folder), study.tables, study.formats)
        return self.reading


@dataclass(slots=True)
class Measurement:
    """One scenario about one app (short name), and its hold on the run.

    Arms are recorded once a run: `look` drives the phone where an arm is missing and refers to the
    recorded one otherwise.  The judgement closes it; recording after that raises SetupError.
    """

    run: HandsetRun
    scenario: Scenario
    app: str
    provisional: Provisional
    judgement: Judgement | None = None
    _looked: list[Look] = field(default_factory=list)
    _last: tuple[ArmKey, ...] = ()

    @property
    def part(self) -> PlannedPart:
        """What the plan says of this scenario and app.  Raises SetupError where it was not planned."""
        found = self.run.plan.part(self.scenario.proposition, self.app)
        if found is None:
            raise SetupError(
                f"{self.scenario.where}: wanted it in the sealed plan for {self.app}, found it not"
            )
        return found

    @property
    def title(self) -> str:
        """The app's title."""
        return self.run.study.tables.ledger.app(self.app).title

    def stand_on(self, table: Sequence[Sequence[str]]) -> None:
        """The table of arms as the step was given it.  Raises SetupError where it is not the plan's."""
        (header, *rows), study = table, self.run.study
        written = Table(0, tuple(header), tuple((place, tuple(row)) for place, row in enumerate(rows, 1)))
        stated = set(map(_arm, read_arms(written, study.tables.acts, self.scenario.where)))
        beside = [item for item in study.scenarios if item.feature == self.scenario.feature]
        known = {_arm(row) for item in beside for row in item.rows}
        if not set(map(_arm, self.scenario.rows)) <= stated <= known:
            raise SetupError(f"{self.scenario.where}: wanted the arms of the sealed plan, found others")

    def look(self, text: str) -> tuple[ArmKey, ...]:
        """Record, or refer to, every planned arm that this `When` looks at.

        Empty where nothing of it applies to the installed version.
        """
        if self.judgement is not None:
            raise SetupError(
                f"{self.scenario.where}: wanted no recording after the judgement, found {text!r}"
            )
        place = len(self._looked)
        look = self.scenario.looks[place] if place < len(self.scenario.looks) else None
        if look is None or look.text != text:
            raise SetupError(f"{self.scenario.where}: wanted a step of the sealed plan, found {text!r}")
        self._looked.append(look)
        keys = self._keys(look)
        for key in keys:
            self.run.advance(key)
        self._last = keys
        return keys

    def _keys(self, look: Look) -> tuple[ArmKey, ...]:
        """Once where the scenario itself says again, in every planned repeat otherwise."""
        looks = self._looked if look.again else [look]
        rows = {_arm(row) for item in looks for row in item.rows}
        once = self.scenario.rounds > 1
        return tuple(
            key
            for key in self.part.arms
            if _arm(key) in rows and (not once or (key.repeat > 1) == look.again)
        )

    def pictures(self) -> Pictures:
        """What the step that was just done shows: the screens of its arms, or why there is none."""
        if not self._looked:
            return Pictures()
        if not self._last:
            why = self.part.why_not or "the installed version has no such condition"
            return Pictures(missing=f"Nothing is recorded of {self.title} for this step: {why}.")
        acts = self._looked[-1].acts or self.scenario.acts
        album = Album(self.run.job.folder, self.run.study.tables.acts, self.part.scenario, self.title)
        return album.of(self._last, acts)

    def background(self) -> Background:
        """The words for the provisional judgement: those of the final one but for the traffic."""
        tables = self.run.study.tables
        words = Words.of(tables.ledger, tables.acts)
        return known_of(StoredRun(self.run.job.folder), tables.ledger, words)

    def judge(self, text: str, proposition: str) -> Judgement:
        """The provisional judgement: what is known now, before the windows are over.

        Raises SetupError where the words are not the ledger's.
        """
        tables = self.run.study.tables
        part = self.part
        stated = tables.ledger.proposition(proposition)
        if proposition != part.proposition or not same_words(text, stated.text):
            raise SetupError(f"{self.scenario.where}: wanted “{stated.text}” judged, found “{text}”")
        self.run.write(ScenarioJudged(scenario=part.scenario, proposition=proposition, app=part.package))
        self.run.tick()
        reading = self.provisional.read()
        self.run.tick()
        self.judgement = judge_one(reading, tables.ledger, tables.acts, part)
        return self.judgement


def _arm(of: ArmRow | ArmKey) -> tuple[object, ...]:
    """What an arm has in common with its row of a table: kind, conditions, acts by name."""
    acts = tuple(act if isinstance(act, str) else act[0] for act in of.acts)
    return of.kind, of.consent, of.conditions, acts
