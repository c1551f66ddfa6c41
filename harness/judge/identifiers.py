"""Rules about identifiers of the phone and its owner: in what is sent, and in the token of statistics."""

from __future__ import annotations

from harness.judge import alternatives, reporting
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.conviction import convicts
from harness.judge.findings import Sighted
from harness.judge.subject import MaybeWithin
from harness.judge.witnesses import of_sighting
from harness.ledger.contract import NoParameters
from harness.model.judgement import Judgement, Reason
from harness.model.planted import PlantedKind


def identifier_absence(case: Case, parameters: MaybeWithin) -> Judgement:
    """Rule `identifier-absence`: no identifier of the device or its owner is sent, in any form."""
    found = [item for item in _sent(case) if parameters.within is None or item.channel is not None]
    where = "in usage statistics" if parameters.within else "in what is sent"
    return _absence(
        case,
        found,
        [],
        f"what this handset is known by, {where}",
        f"identifier of the device {where}",
    )


def token_not_derived(case: Case, _parameters: NoParameters) -> Judgement:
    """Rule `token-not-derived`: the token is no form of an identifier of the hardware or the owner."""
    found = [item for item in _sent(case) if item.channel is not None and item.token is not None]
    sessions = {arm.session for arm in case.arms}
    carried = any(case.ours(item.uid) and item.session in sessions for item in case.reading.tokens)
    missing = [] if carried else [Reason("token-missing", "no token was read")]
    return _absence(
        case,
        found,
        missing,
        "the token is a form of what this handset is known by",
        "token that follows from an identifier",
    )


def _absence(case: Case, found: list[Sighted], reasons: list[Reason], detail: str, what: str) -> Judgement:
    caught = [item for item in found if case.ours(item.uid) and convicts(case, item)]
    unread = [Reason("identifier-unread", text) for text in case.reading.unread_identifiers]
    doubtful = [
        # A relay or nobody known sent it, or to a controller nobody knows, or in a form that chance may give.
        Reason(
            "identifier-doubtful",
            f"{item.planted.part} as {item.form} by {item.app or 'nobody known'} to {item.destination.host} "
            f"in {item.exchange}",
        )
        for item in found
        if item not in caught
    ]
    return judge_absence(
        case,
        case.arms,
        tuple(of_sighting(item, detail) for item in caught),
        n=case.acts_done(case.arms),
        permissive_uploads=reporting.permissive(case),
        alternatives=alternatives.of_content(case, caught),
        reasons=[*unread, *doubtful, *reasons],
        what=what,
    )


def _sent(case: Case) -> list[Sighted]:
    """Identifiers in messages of scope, in any form."""
    return [
        item
        for item in case.reading.sightings
        if item.planted.kind is PlantedKind.IDENTIFIER and not item.inbound and case.scope.covers(item.uid)
    ]
