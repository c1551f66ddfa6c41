"""The judgement of a presence: a witness holds, a complete reading without one violates."""

from __future__ import annotations

from collections.abc import Sequence

from harness.judge import preconditions
from harness.judge.case import Case
from harness.judge.witnesses import grouped
from harness.model.claim import Grade
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
    faults = () if witnesses else preconditions.of_arms(case, ())
    void = preconditions.of_run(case)
    kept = (*void, *reasons, *faults)
    if witnesses and not void:
        outcome, kept = Outcome.HOLDS, ()
        because = f"{what}: {witnesses[0].first.value}"
    elif kept or examined == 0:
        outcome = Outcome.UNPROVEN
        kept = kept or (Reason("nothing-examined", f"{what}: nothing was read"),)
        because = f"{kept[0].id}: {kept[0].detail}"
    elif case.broad:
        outcome = Outcome.UNPROVEN
        kept = (Reason("broad-reading-only", "the claim's words name another product"),)
        because = "missing, but only the broad reading of the claim covers this app"
    else:
        outcome, because = Outcome.VIOLATED, f"{what}: not there in {examined} readings"
    return case.judgement(
        outcome,
        because,
        reasons=kept,
        witnesses=witnesses,
        arms=tuple(arm.id for arm in case.arms),
        coverage=Coverage(examined, (), (), ()),
        n=examined,
        repeats=len({arm.key.repeat for arm in case.arms}),
        labels=("screening",) if case.grade is Grade.SCREENING else (),
        interventions=case.reading.facts.interventions,
        observations=observations,
    )
