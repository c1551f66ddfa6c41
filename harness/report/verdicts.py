"""One verdict per claim of a run, from its judgements and what the ledger declares."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from harness.ledger import Ledger
from harness.model.judgement import Judgement
from harness.report.background import NOTHING, Background
from harness.report.verdict import Verdict, verdict


def verdicts_of(
    judgements: Iterable[Judgement],
    ledger: Ledger,
    background: Background = NOTHING,
    wanted: Collection[str] = (),
) -> dict[str, Verdict]:
    """Claim id → verdict, in the ledger's order, of every claim that was judged or `wanted`.

    What was wanted and not judged, because somebody deselected its scenarios say, is unproven (method §1).
    """
    by_claim: dict[str, list[Judgement]] = {}
    for item in judgements:
        by_claim.setdefault(item.claim, []).append(item)
    return {
        claim.id: verdict(
            by_claim.get(claim.id, ()),
            {(proposition.id, app.package) for proposition in claim.propositions for app in proposition.apps},
            claim.untested,
            background,
            {item.id: item.unscripted for item in claim.propositions if item.unscripted is not None},
        )
        for claim in ledger.claims
        if claim.id in by_claim or claim.id in wanted
    }
