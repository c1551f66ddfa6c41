"""What a report says nothing about, and why: no claim of the ledger is passed over in silence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from harness.model.claim import Claim


@dataclass(frozen=True, slots=True)
class Untested:
    """A claim, or a part of one, that this report says nothing about, and why."""

    claim: str
    title: str
    why: str


def untested(claims: Sequence[Claim], judged: Collection[str]) -> tuple[Untested, ...]:
    """Every claim, or part of one, of which these judgements say nothing, with the reason."""
    found = []
    for claim in claims:
        why = [claim.untested] if claim.untested else []
        if claim.propositions and claim.id not in judged:
            why.insert(0, "not judged in this run")
        if why:
            part = "in part: " if claim.id in judged else ""
            found.append(Untested(claim.id, claim.title, part + "; ".join(why)))
    return tuple(found)
