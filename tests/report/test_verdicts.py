"""One verdict a claim, in the ledger's order, and never better than what was judged."""

from __future__ import annotations

from harness.model.claim import Grade, PropositionKind
from harness.model.judgement import Coverage, Judgement, Origin, Outcome, Reason, Value, Witness
from harness.report.verdict import exit_code
from harness.report.verdicts import verdicts_of
from tests.judge.honest import tables

LEDGER = tables().ledger
WITNESS = Witness(
    "1", (Value(("body",), "plain", "canary:x", "x"),), "app", "socket", "host:443", "vendor", "arm"
)
PRESENT = PropositionKind.PRESENCE


def judged(claim: str, proposition: str, app: str, outcome: Outcome) -> Judgement:
    reasons = (Reason("no-arm", "none"),) if outcome in {Outcome.UNPROVEN, Outcome.NOT_APPLICABLE} else ()
    return Judgement(
        claim=claim,
        proposition=proposition,
        kind=PRESENT,
        scenario="s",
        app=app,
        rule="r/1",
        outcome=outcome,
        because=f"{outcome.value} for {app}",
        grade=Grade.SCREENING,
        origin=Origin.REHEARSAL,
        minimum_n=1,
        reasons=reasons,
        witnesses=(WITNESS,) if outcome is Outcome.HOLDS else (),
        coverage=Coverage(1, (), (), ()),
    )


def every_part(claim: str, outcome: Outcome = Outcome.HOLDS) -> list[Judgement]:
    return [
        judged(claim, proposition.id, app.package, outcome)
        for proposition in LEDGER.claim(claim).propositions
        for app in proposition.apps
    ]


def test_only_judged_claims_have_a_verdict_in_the_order_of_the_ledger() -> None:
    found = verdicts_of([*every_part("INC-04"), *every_part("INC-02")], LEDGER)

    assert list(found) == ["INC-02", "INC-04"]
    assert verdicts_of([], LEDGER) == {}


def test_a_claim_that_was_wanted_and_not_judged_is_unproven() -> None:
    """Somebody deselected its scenarios: what is left must not read as if every claim held."""
    found = verdicts_of(every_part("INC-03"), LEDGER, wanted={"INC-02", "INC-03"})

    assert found["INC-03"].outcome is Outcome.HOLDS
    assert found["INC-02"].outcome is Outcome.UNPROVEN
    assert found["INC-02"].because.startswith("not judged: INC-02.address")
    assert exit_code(found.values()) == 2


def test_a_claim_holds_where_every_declared_part_was_judged_and_holds() -> None:
    assert not LEDGER.claim("INC-03").untested
    assert verdicts_of(every_part("INC-03"), LEDGER)["INC-03"].outcome is Outcome.HOLDS


def test_a_part_that_was_not_judged_keeps_the_claim_unproven() -> None:
    for missing in every_part("INC-03"):
        rest = [item for item in every_part("INC-03") if item != missing]
        verdict = verdicts_of(rest, LEDGER)["INC-03"]

        assert verdict.outcome is Outcome.UNPROVEN
        assert f"{missing.proposition} ({missing.app})" in verdict.because


def test_one_violated_part_violates_its_claim_and_no_other() -> None:
    broken = every_part("INC-03")
    broken[-1] = judged("INC-03", broken[-1].proposition, broken[-1].app, Outcome.VIOLATED)
    found = verdicts_of([*every_part("INC-02"), *broken], LEDGER)

    assert found["INC-03"].outcome is Outcome.VIOLATED
    assert found["INC-02"].outcome is not Outcome.VIOLATED


def test_what_the_ledger_calls_untested_keeps_a_claim_unproven() -> None:
    claim = next(claim for claim in LEDGER.claims if claim.propositions and claim.untested)

    assert verdicts_of(every_part(claim.id), LEDGER)[claim.id].outcome is Outcome.UNPROVEN
