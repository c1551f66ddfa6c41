"""What a report says nothing about, and why: no claim of the ledger is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.ledger import Ledger
from harness.model.claim import Claim
from harness.model.judgement import Judgement

NOT_RUN = "scenario-missing"
"""The reason of a judgement whose scenario did not come to it."""


@dataclass(frozen=True, slots=True)
class Untested:
    """A claim, or a part of one, that this report says nothing about, and why.

    `in_part` where it says something of the rest of that claim.
    """

    claim: str
    title: str
    why: str
    in_part: bool = False

    @property
    def said(self) -> str:
        """What is not tested and why, in one sentence without its claim."""
        return f"not tested{', in part' * self.in_part}: {self.why}"


def untested(ledger: Ledger, handsets: Mapping[str, Iterable[Judgement]]) -> tuple[Untested, ...]:
    """Every claim, or part of one, of which these judgements (by handset) say nothing, with the reason."""
    run = {
        name: {(item.proposition, item.app) for item in judgements if not _not_run(item)}
        for name, judgements in handsets.items()
    }
    found = []
    for claim in ledger.claims:
        own = {name: {part for part in parts if part[0] in _ids(claim)} for name, parts in run.items()}
        judged = any(own.values())
        why = list(dict.fromkeys(_left_out(ledger, claim, own) if judged else ()))
        if claim.propositions and not judged:
            why.append("not judged in this run")
        why += [f"{item.id}: {item.unscripted}" for item in claim.propositions if item.unscripted]
        why += [claim.untested] if claim.untested else []
        if why:
            found.append(Untested(claim.id, claim.title, "; ".join(why), judged))
    return tuple(found)


def _ids(claim: Claim) -> set[str]:
    return {item.id for item in claim.propositions}


def _left_out(ledger: Ledger, claim: Claim, run: Mapping[str, set[tuple[str, str]]]) -> Iterator[str]:
    """The parts of a judged claim whose scenario was not run."""
    for name, parts in run.items():
        on = f" on {name}" if len(run) > 1 else ""
        for item in claim.propositions:
            lacking = [app.package for app in item.apps if (item.id, app.package) not in parts]
            if lacking and not item.unscripted:
                titles = ", ".join(ledger.app(package).title for package in lacking)
                yield f"{item.id} ({titles}) was not run{on}"


def _not_run(judgement: Judgement) -> bool:
    return any(reason.id == NOT_RUN for reason in judgement.reasons)
