"""One sentence for one finding: whole for pages and machines, short for a cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.judgement import Judgement, Reason
from harness.report.background import NOTHING
from harness.report.finding import finding, short_finding
from tests.report.record import ARM, PARTS, background, value, witness


def test_a_violation_says_who_received_what_from_which_app(violated: Judgement) -> None:
    found = witness(*(value(part) for part in PARTS))
    several = (found, replace(found, arm=None), replace(found, exchange="e2"), replace(found, exchange="e3"))
    judgement = replace(violated, witnesses=several)
    facts = background(found)
    what = "received host name, path, query and fragment of page 1, visited in incognito mode"

    assert finding(judgement, facts) == (
        f"sa.api.intl.miui.com (controlled by the vendor) {what}, "
        "from Mi Browser 12.1.4-g (com.mi.globalbrowser) (and 2 more exchanges)"
    )
    assert short_finding(judgement, facts) == f"sa.api.intl.miui.com {what} (and 2 more exchanges)"
    one = replace(violated, witnesses=(found, replace(found, exchange="e2")))
    assert short_finding(one, facts).endswith("(and 1 more exchange)")


def test_what_is_unproven_says_its_first_reason_in_words_and_counts_the_others(unproven: Judgement) -> None:
    first = Reason("gap-in-scope", f"{ARM}: tls\nrefused")
    judgement = replace(unproven, reasons=(first, first, Reason("residue", "x"), Reason("residue", "y")))

    assert finding(judgement, background()) == (
        "some traffic could not be read (mi-browser, in incognito mode, with the switch in its default "
        "position, repeat 1: tls refused) (and 2 more reasons)"
    )
    assert short_finding(judgement, NOTHING) == finding(judgement, NOTHING)
    unknown = replace(unproven, reasons=(Reason("never-heard-of", ""),))
    assert finding(unknown, NOTHING) == "never heard of"


@pytest.mark.parametrize("outcome", ["holding", "not_applicable"])
def test_the_rest_says_what_the_rule_said(outcome: str, request: pytest.FixtureRequest) -> None:
    judgement: Judgement = request.getfixturevalue(outcome)

    assert finding(judgement, NOTHING) == judgement.because
    assert finding(replace(judgement, witnesses=(), because="so\x1b\nit is."), NOTHING) == "so\\x1b it is"
