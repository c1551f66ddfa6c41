"""The verdict on a claim for one handset: all its judgements in one cell of the table.

Design, Vocabulary: a claim holds only if every proposition and app that the ledger declares for this
handset was judged and holds; one violation anywhere makes it violated; everything else is unproven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from harness.model.claim import Kind
from harness.model.judgement import Judgement, Outcome

Part = tuple[str, str]
"""A proposition's id and an app's package name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one handset showed about one claim, with the reason in one line."""

    outcome: Outcome
    because: str


def verdict(
    judgements: Sequence[Judgement], declared: Collection[Part], untested: str | None = None
) -> Verdict:
    """The judgements of one claim on one handset against the parts that the ledger declares for it.

    `untested` is the ledger's word on what no proposition of the claim tests: such a claim never holds.
    """
    for outcome in (Outcome.VIOLATED, Outcome.UNPROVEN):
        decisive = [item for item in judgements if item.outcome is outcome]
        if decisive:
            return Verdict(outcome, _line(decisive, len(judgements)))
    missing = sorted(set(declared) - {(item.proposition, item.app) for item in judgements})
    if missing:
        parts = ", ".join(f"{proposition} ({app})" if app else proposition for proposition, app in missing)
        return Verdict(Outcome.UNPROVEN, f"not judged: {parts}")
    if not judgements:
        return Verdict(Outcome.UNPROVEN, untested or "nothing was judged")
    holding = [item for item in judgements if item.outcome is Outcome.HOLDS]
    if not holding:
        return Verdict(Outcome.NOT_APPLICABLE, _line(judgements, len(judgements)))
    if untested:
        return Verdict(Outcome.UNPROVEN, f"what was tested holds; not tested: {untested}")
    return Verdict(Outcome.HOLDS, _line(sorted(holding, key=_strength), len(judgements)))


def exit_code(verdicts: Iterable[Verdict]) -> int:
    """0 all hold, 1 something is violated, 2 nothing is violated but something unproven, 3 no verdict.

    Claims that do not apply count neither way, but where nothing holds at all, nothing is proven.
    """
    outcomes = [item.outcome for item in verdicts]
    if not outcomes:
        return 3
    if Outcome.VIOLATED in outcomes:
        return 1
    return 0 if Outcome.UNPROVEN not in outcomes and Outcome.HOLDS in outcomes else 2


def _strength(judgement: Judgement) -> tuple[bool, float]:
    """Absences first, the weakest of them in front: it says how far the claim was tested."""
    return (judgement.kind is not Kind.ABSENCE, -(judgement.bound95 or 0.0))


def _line(decisive: Sequence[Judgement], total: int) -> str:
    first = decisive[0]
    count = f" ({len(decisive)} of {total} judgements)" if total > 1 else ""
    reasons = ", ".join(dict.fromkeys(reason.id for item in decisive for reason in item.reasons))
    because = first.because or reasons
    return f"{because}{count}"
