"""One case: a proposition about one app, with the arms, scope and reading it is judged on.

Section numbers are those of the method.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.judge.findings import Upload
from harness.judge.origin import derive
from harness.judge.reading import Reading
from harness.judge.scope import Scope, scope_of
from harness.judge.suspension import otherwise, suspended
from harness.ledger import Acts, Ledger
from harness.model.arm import ArmKind
from harness.model.claim import Breadth, Claim, Grade, Proposition
from harness.model.judgement import Judgement, Outcome
from harness.model.lines import ActOutcome, ConditionRead
from harness.model.plan import PlannedPart
from harness.model.planted import PlantedKind
from harness.model.recording import ArmRecord, SessionRecord

CARRIED = frozenset({PlantedKind.CANARY, PlantedKind.OBSERVED})
"""What acts carry."""
BOTH_ENDS = 2
"""Readings that prove what must not change in an arm: one at either end (§5, §12)."""

Act = tuple[str | None, str | None, int | None]
"""Arm, act and number of one time that something was done."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule is given: one part of the plan, and everything that it is judged on."""

    reading: Reading
    ledger: Ledger
    acts: Acts
    part: PlannedPart
    proposition: Proposition = field(init=False)
    claim: Claim = field(init=False)
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        proposition = self.ledger.proposition(self.part.proposition)
        object.__setattr__(self, "proposition", proposition)
        object.__setattr__(self, "claim", self.ledger.claim(proposition.claim))
        scope = scope_of(self.app, self.reading.facts.packages, self.ledger.vendor.packages)
        object.__setattr__(self, "scope", scope)

    @property
    def app(self) -> str:
        """The package that it is about."""
        return self.part.package

    @property
    def grade(self) -> Grade:
        """The grade of the run."""
        return self.reading.plan.grade

    @property
    def minimum_n(self) -> int:
        """The ledger's least n at the run's grade."""
        return self.proposition.minimum_n.at(self.grade)

    @property
    def broad(self) -> bool:
        """Whether only the broad reading of the claim covers this app (§1)."""
        return any(app.package == self.app and app.breadth is Breadth.BROAD for app in self.proposition.apps)

    def judgement(self, outcome: Outcome, because: str, **found: Any) -> Judgement:
        """The judgement of this case; `found` are further fields of it."""
        return Judgement(
            claim=self.claim.id,
            proposition=self.proposition.id,
            kind=self.proposition.kind,
            scenario=self.part.scenario,
            app=self.app,
            rule=self.proposition.rule,
            outcome=outcome,
            because=because,
            grade=self.grade,
            origin=derive(self.reading)[0],
            minimum_n=self.minimum_n,
            **found,
        )

    @property
    def arms(self) -> tuple[ArmRecord, ...]:
        """The recorded arms that the proposition needs, in the order of recording."""
        return tuple(arm for arm in self.reading.arms if arm.key in self.part.arms)

    def missing(self) -> tuple[str, ...]:
        """Ids of needed arms that the run lacks."""
        recorded = {arm.key for arm in self.reading.arms}
        return tuple(key.id for key in self.part.arms if key not in recorded)

    def of_kind(self, *kinds: ArmKind) -> tuple[ArmRecord, ...]:
        """The needed arms of these kinds."""
        return tuple(arm for arm in self.arms if arm.key.kind in kinds)

    def blanks(self, arms: tuple[ArmRecord, ...]) -> tuple[ArmRecord, ...]:
        """The blank arms of the run under the same conditions, in the same sessions, as one of these (§4)."""
        states = {(arm.session, otherwise(arm.key)) for arm in arms}
        return tuple(
            arm
            for arm in self.reading.arms
            if arm.key.kind is ArmKind.BLANK and (arm.session, otherwise(arm.key)) in states
        )

    def session(self, arm: ArmRecord) -> SessionRecord | None:
        """The session that an arm belongs to."""
        return self.reading.sessions.get(arm.session)

    def condition(self, session: str, name: str) -> ConditionRead | None:
        """The last reading of that condition from a screen in that session."""
        found = [
            item for item in self.reading.conditions if (item.session, item.condition) == (session, name)
        ]
        return found[-1] if found else None

    def interval(self, arm: ArmRecord) -> tuple[int, int]:
        """From an arm's opening to the end of its session's closing window, in UTC microseconds."""
        session = self.session(arm)
        end = session.closed_us if session and session.closed_us is not None else arm.closed_us
        return arm.opened_us, end if end is not None else 1 << 62

    def acts_done(self, arms: tuple[ArmRecord, ...]) -> int:
        """How many acts of the part were carried out in these arms and carried a value that was seen (§9).

        Arms with something suspended show how the phone is closed, not how it behaves: they do not count.
        """
        seen = self.acts_seen()
        ids = {arm.id for arm in arms if not suspended(arm.key)}
        return sum(
            (act.arm, act.act, act.number) in seen
            for act in self.reading.acts
            if act.arm in ids and act.act in self.part.acts and act.outcome is ActOutcome.DONE
        )

    def acts_seen(self) -> set[Act]:
        """Every act of which a planted value was sent anywhere."""
        return {
            (item.planted.arm, item.planted.act, item.planted.number)
            for item in self.reading.sightings
            if not item.inbound and item.planted.kind in CARRIED
        }

    def package_names(self, uid: int) -> str:
        """The packages of a uid for people."""
        names = [package.name for package in self.reading.facts.packages if package.uid == uid]
        return "+".join(names) or f"uid:{uid}"

    def ours(self, uid: int | None) -> bool:
        """Whether that uid is the app itself."""
        return uid is not None and uid == self.scope.app_uid

    def uploads_in(self, arms: tuple[ArmRecord, ...]) -> tuple[Upload, ...]:
        """Events by the app whose own time lies in one of the arms."""
        ids = {arm.id for arm in arms}
        return tuple(upload for upload in self.reading.uploads if upload.arm in ids and self.ours(upload.uid))
