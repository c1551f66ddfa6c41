from __future__ import annotations

from dataclasses import replace

from harness.ledger import Ledger
from harness.model.judgement import Judgement, Outcome, Reason
from harness.report.untested import untested
from tests.judge.honest import MI, MINT, tables


def ledger(**changes: object) -> Ledger:
    """INC-03 and INC-01 alone, the first of its propositions changed."""
    whole = tables().ledger
    claim = whole.claim("INC-03")
    first, *rest = claim.propositions
    changed = replace(claim, propositions=(replace(first, **changes), *rest))
    return replace(whole, claims=(changed, whole.claim("INC-01")))


def judged(holding: Judgement, *parts: tuple[str, str]) -> list[Judgement]:
    return [replace(holding, proposition=proposition, app=app) for proposition, app in parts]


WHOLE = [(name, app) for name in ("INC-03.switch", "INC-03.silent") for app in (MI, MINT)]


def test_what_no_judgement_speaks_of_is_listed_with_its_reason(holding: Judgement) -> None:
    found = {item.claim: item.why for item in untested(ledger(), {"desk": judged(holding, *WHOLE)})}

    assert found == {"INC-01": tables().ledger.claim("INC-01").untested}
    nothing = {item.claim: item.why for item in untested(ledger(), {})}
    assert nothing == {"INC-03": "not judged in this run", **found}
    every = untested(tables().ledger, {"desk": judged(holding, ("ANON-01.identifier", MI))})
    assert next(item for item in every if item.claim == "ANON-01").said.startswith("not tested, in part: ")


def test_a_part_that_was_not_run_is_named_also_where_it_was_planned(holding: Judgement) -> None:
    skipped = replace(
        judged(holding, WHOLE[0])[0],
        outcome=Outcome.UNPROVEN,
        bound95=None,
        reasons=(Reason("scenario-missing", "no scenario was run for this part"),),
    )
    for left in ([], [skipped]):
        (found, _) = untested(ledger(), {"desk": [*left, *judged(holding, *WHOLE[1:])]})
        assert found.said == "not tested, in part: INC-03.switch (Mi Browser) was not run"
    (found, _) = untested(ledger(), {"desk": [skipped]})
    assert found.why == "not judged in this run"


def test_with_several_handsets_the_one_that_lacks_it_is_named(holding: Judgement) -> None:
    runs = {"desk": judged(holding, *WHOLE), "shelf": judged(holding, *WHOLE[2:])}

    (found, _) = untested(ledger(), runs)
    assert found.said == "not tested, in part: INC-03.switch (Mi Browser, Mint Browser) was not run on shelf"


def test_a_proposition_without_a_scenario_says_why(holding: Judgement) -> None:
    (found, _) = untested(ledger(unscripted="no driver yet"), {"desk": judged(holding, *WHOLE[2:])})

    assert found.said == "not tested, in part: INC-03.switch: no driver yet"
