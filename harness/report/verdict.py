"""The verdict on a claim for one handset: all its judgements in one cell of the table.

A claim holds only if every proposition and app that the ledger declares for this handset was judged and
holds; one violation anywhere makes it violated; everything else is unproven (README, How to read the
three outcomes).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from harness.model.claim import Kind
from harness.model.judgement import Judgement, Outcome
from harness.report.background import NOTHING, Background
from harness.report.finding import finding, short_finding

Part = tuple[str, str]
"""A proposition's id and an app's package name."""
_SCRIPTED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one handset showed about one claim, with the reason; `short` where a cell has one of its own."""

    outcome: Outcome
    because: str
    short: str = ""


def verdict(
    judgements: Sequence[Judgement],
    declared: Collection[Part],
    untested: str | None = None,
    background: Background = NOTHING,
    unscripted: Mapping[str, str] = _SCRIPTED,
) -> Verdict:
    """The judgements of one claim on one handset against the parts that the ledger declares for it.

    `untested` is the ledger's word on what no proposition of the claim tests: such a claim never holds.
    `background` has the words for what was found.  Parts that were not judged are named in any case.
    `unscripted` are the ledger's words on why a proposition has no scenario: nothing judges it, so that its
    claim never holds either.
    """
    missing = sorted(set(declared) - {(item.proposition, item.app) for item in judgements})
    for outcome in (Outcome.VIOLATED, Outcome.UNPROVEN):
        decisive = [item for item in judgements if item.outcome is outcome]
        if decisive:
            return _of(outcome, decisive, len(judgements), background, missing)
    if missing:
        why = [f"{name} has no scenario: {text}" for name, text in unscripted.items()]
        return Verdict(Outcome.UNPROVEN, "; ".join((f"not judged: {_parts(missing, background)}", *why)))
    if not judgements:
        return Verdict(Outcome.UNPROVEN, untested or "nothing was judged")
    holding = [item for item in judgements if item.outcome is Outcome.HOLDS]
    if not holding:
        return _of(Outcome.NOT_APPLICABLE, judgements, len(judgements), background)
    if untested:
        return Verdict(Outcome.UNPROVEN, f"what was tested holds; not tested: {untested}")
    return _of(Outcome.HOLDS, sorted(holding, key=_strength), len(judgements), background)


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


def _of(
    outcome: Outcome,
    decisive: Sequence[Judgement],
    total: int,
    background: Background,
    missing: Sequence[Part] = (),
) -> Verdict:
    count = f" ({len(decisive)} of {total} judgements)" if total > 1 else ""
    first = decisive[0]
    left_out = f"; not judged: {_parts(missing, background)}" if missing else ""
    short = f"; {len(missing)} part{'s' * (len(missing) > 1)} not judged" if missing else ""
    return Verdict(
        outcome, finding(first, background) + count + left_out, short_finding(first, background) + short
    )


def _parts(missing: Sequence[Part], background: Background) -> str:
    apps: dict[str, list[str]] = {}
    for proposition, app in missing:
        apps.setdefault(proposition, []).extend([background.apps.get(app, app)] if app else [])
    return ", ".join(f"{name} ({', '.join(titles)})" if titles else name for name, titles in apps.items())
