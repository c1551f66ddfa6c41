"""The judgement of every part of a run's plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from harness.judge.case import Case
from harness.judge.reading import Reading
from harness.judge.rules import BY_ID
from harness.ledger import Acts, Ledger
from harness.model.judgement import Judgement, Outcome, Reason
from harness.model.plan import PlannedPart


def judge_run(
    reading: Reading, ledger: Ledger, acts: Acts, scenarios: Collection[tuple[str, str]] | None = None
) -> tuple[Judgement, ...]:
    """Every part of the sealed plan, judged on one reading, in the plan's order.

    `scenarios` are the (proposition, package) whose scenario came to its judgement; any other part is
    unproven.  None judges as if all had.  Raises SetupError where ledger and plan do not belong together.
    """
    found = []
    for part in reading.plan.parts:
        judgement = judge_one(reading, ledger, acts, part)
        run = scenarios is None or (part.proposition, part.package) in scenarios
        if not run and judgement.outcome is not Outcome.NOT_APPLICABLE:
            judgement = _not_run(judgement)
        found.append(judgement)
    return tuple(found)


def judge_one(reading: Reading, ledger: Ledger, acts: Acts, part: PlannedPart) -> Judgement:
    """One proposition about one app; a part that does not apply says why."""
    case = Case(reading, ledger, acts, part)
    if part.why_not is not None:
        reasons = (Reason("version", part.why_not),)
        return case.judgement(Outcome.NOT_APPLICABLE, part.why_not, reasons=reasons)
    rule = BY_ID[case.proposition.rule]
    return rule.judge(case, rule.contract.parse(case.proposition.parameters))


def _not_run(judgement: Judgement) -> Judgement:
    """A part that was skipped or deselected counts as unproven, a witness in the run all the same (§1)."""
    if judgement.outcome is Outcome.VIOLATED:
        return judgement
    reason = Reason("scenario-missing", "no scenario was run for this part")
    return replace(
        judgement,
        outcome=Outcome.UNPROVEN,
        because=f"{reason.id}: {reason.detail}",
        reasons=(reason, *judgement.reasons),
    )
