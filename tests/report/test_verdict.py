from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.claim import Kind
from harness.model.judgement import Judgement, Outcome, Value, Witness
from harness.report.verdict import Verdict, exit_code, verdict
from tests.report.record import background, value, witness


def part(judgement: Judgement) -> tuple[str, str]:
    return (judgement.proposition, judgement.app)


def test_a_claim_holds_where_every_declared_part_holds(holding: Judgement) -> None:
    other = replace(holding, proposition="INC-03.other")

    assert verdict([holding, other], {part(holding), part(other)}).outcome is Outcome.HOLDS


def test_a_claim_that_holds_is_grounded_on_its_weakest_absence(holding: Judgement) -> None:
    absence = replace(holding, proposition="INC-03.other", because="no upload; n = 6", bound95=0.39)
    presence = replace(
        holding,
        kind=Kind.PRESENCE,
        because="the switch is there",
        witnesses=(Witness("1", (Value((), "screen", "", ""),), None, "", "", "", None),),
    )
    stronger = replace(absence, because="no upload; n = 60", bound95=0.05)

    found = verdict([presence, stronger, absence], set())

    assert (found.outcome, found.because) == (Outcome.HOLDS, "no upload; n = 6 (3 of 3 judgements)")


def test_one_violation_decides(holding: Judgement, violated: Judgement, unproven: Judgement) -> None:
    leak = replace(violated, witnesses=(witness(value("path")),))
    found = verdict([holding, unproven, leak], set(), background=background(*leak.witnesses))

    assert found == Verdict(
        Outcome.VIOLATED,
        "sa.api.intl.miui.com (controlled by the vendor) received path of page 1, visited in incognito mode, "
        "from Mi Browser 12.1.4-g (com.mi.globalbrowser) (1 of 3 judgements)",
        "sa.api.intl.miui.com received path of page 1, visited in incognito mode",
    )


def test_a_part_that_was_not_judged_makes_it_unproven(holding: Judgement) -> None:
    found = verdict([holding], {part(holding), ("INC-03.other", "com.x")})

    assert found == Verdict(Outcome.UNPROVEN, "not judged: INC-03.other (com.x)")


def test_a_part_that_was_not_judged_is_named_beside_a_violation(violated: Judgement) -> None:
    one = {part(violated), ("INC-02.other", "com.x")}
    found = verdict([violated], one)

    assert found.outcome is Outcome.VIOLATED
    assert found.because.endswith("; not judged: INC-02.other (com.x)")
    assert found.short.endswith("; 1 part not judged")
    both = {*one, ("INC-02.other", "com.mi.globalbrowser")}
    assert verdict([violated], both, background=background()).because.endswith(
        "; not judged: INC-02.other (Mi Browser, com.x)"
    )
    assert verdict([violated], {*one, ("INC-02.third", "")}).short.endswith("; 2 parts not judged")


def test_nothing_judged_is_unproven() -> None:
    assert verdict([], set()).outcome is Outcome.UNPROVEN


def test_a_claim_with_an_untested_part_never_holds(holding: Judgement) -> None:
    assert verdict([holding], {part(holding)}, untested="deletion on the server").outcome is Outcome.UNPROVEN


def test_what_does_not_apply_counts_neither_way(holding: Judgement, not_applicable: Judgement) -> None:
    assert verdict([holding, not_applicable], set()).outcome is Outcome.HOLDS
    assert verdict([not_applicable], set()).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ("holds holds", 0),
        ("holds not-applicable", 0),
        ("holds violated unproven", 1),
        ("holds unproven", 2),
        ("not-applicable", 2),
        ("", 3),
    ],
)
def test_the_exit_code_is_that_of_the_worst(outcomes: str, code: int) -> None:
    assert exit_code(Verdict(Outcome(outcome), "") for outcome in outcomes.split()) == code
