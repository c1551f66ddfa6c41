"""What a scenario judges: its `Then`, and whether its arms and acts let the proposition's rule judge it."""

from __future__ import annotations

from harness.ledger.acts import Acts
from harness.ledger.contract import RuleContract
from harness.ledger.register import Ledger
from harness.ledger.suggestion import unknown
from harness.ledger.wording import JUDGED, same_words
from harness.model.claim import Proposition
from harness.model.scenario import Scenario


def read_then(text: str, ledger: Ledger) -> Proposition:
    """The proposition of a `Then`, which states it in the ledger's words.  Raises ValueError."""
    match = JUDGED.fullmatch(text)
    if match is None:
        raise ValueError(f"wanted the proposition's words with its id in parentheses behind, found “{text}”")
    known = {str(item.id): item for claim in ledger.claims for item in claim.propositions}
    found = match["proposition"]
    if found not in known:
        raise ValueError(unknown(f"a proposition of {ledger.name}", found, known))
    proposition = known[found]
    if not same_words(match["text"], proposition.text):
        where = ledger.where(found)
        raise ValueError(f"wanted the words “{proposition.text}” of {where}, found “{match['text']}”")
    return proposition


def check_rule(scenario: Scenario, proposition: Proposition, contract: RuleContract, acts: Acts) -> None:
    """Raise ValueError for arms that the rule cannot judge, or acts that do not carry what it looks for.

    An act without any of the parts would count towards n although nothing of it could ever be found.
    """
    missing = contract.missing(row.kind for row in scenario.rows)
    if missing is not None:
        raise ValueError(f"wanted {missing}, found none")
    for name in contract.conditions(proposition.parameters):
        if not all(name in row.every for row in scenario.rows):
            raise ValueError(
                f"wanted {name}, of which {proposition.id} speaks, in every arm, found one without"
            )
    if proposition.parts:
        carried = {act: set(acts.act(act).carries) for act in scenario.acts}
        idle = [act for act, parts in carried.items() if not parts & set(proposition.parts)]
        unseen = sorted(set(proposition.parts).difference(*carried.values()))
        if idle or unseen:
            found = f"the act {idle[0]} with none of them" if idle else f"none with {unseen[0]}"
            raise ValueError(f"wanted acts that carry the parts of {proposition.id}, found {found}")
