"""The judgement of a presence: a witness holds, a complete reading without one violates."""

from __future__ import annotations

from collections.abc import Sequence

from harness.judge.case import Case
from harness.judge.witnesses import grouped
from harness.model.claim import Breadth, Grade
from harness.model.judgement import Coverage, Judgement, Outcome, Reason, Witness


def judge_presence(
    case: Case,
    witnesses: tuple[Witness, ...],
    reasons: Sequence[Reason],
    *,
    examined: int,
    what: str,
    observations: tuple[str, ...] = (),
) -> Judgement:
    """The judgement of a presence.

    `examined` counts the places where it must be that were read; `reasons` tell why that reading is not
    complete.  A violation that only the broad reading covers stays unproven.
    """
    witnesses = grouped(witnesses)
    broad = any(app.package == case.app and app.breadth is Breadth.BROAD for app in case.proposition.apps)
    faults = () if witnesses else case.reasons_of_reading()
    kept = (*case.void(), *reasons, *faults)
    if witnesses and not case.void():
        outcome, kept = Outcome.HOLDS, ()
        because = f"{what}: {witnesses[0].first.value}"
    elif kept or examined == 0:
        outcome = Outcome.UNPROVEN
        kept = kept or (Reason("nothing-examined", f"{what}: nothing was read"),)
        because = f"{kept[0].id}: {kept[0].detail}"
    elif broad:
        outcome = Outcome.UNPROVEN
        kept = (Reason("broad-reading-only", "the claim's words name another product"),)
        because = "missing, but only the broad reading of the claim covers this app"
    else:
        outcome, because = Outcome.VIOLATED, f"{what}: not there in {examined} readings"
    return Judgement(
        claim=case.claim.id,
        proposition=case.proposition.id,
        kind=case.proposition.kind,
        scenario=case.scenario,
        app=case.app,
        rule=case.proposition.rule,
        outcome=outcome,
        because=because,
        grade=case.grade,
        origin=case.origin,
        minimum_n=case.proposition.minimum_n.at(case.grade),
        reasons=kept,
        witnesses=witnesses,
        arms=tuple(arm.id for arm in case.arms),
        coverage=Coverage(examined, (), (), ()),
        n=examined,
        repeats=len({arm.repeat for arm in case.arms}),
        labels=("screening",) if case.grade is Grade.SCREENING else (),
        interventions=case.reading.facts.interventions,
        observations=observations,
    )
