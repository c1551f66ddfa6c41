"""One sentence for one finding: whole for pages and machines, short for a cell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import harness
from harness.model.judgement import Judgement, Reason
from harness.report.background import NOTHING
from harness.report.finding import _REASONS, finding, short_finding
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
        "some traffic could not be read (Mi Browser, in incognito mode, with the switch in its default "
        "position: tls refused) (and 2 more reasons)"
    )
    assert short_finding(judgement, NOTHING) == finding(judgement, NOTHING)
    missing = (Reason("scenario-missing", "no scenario"), first)
    assert finding(replace(unproven, reasons=missing), NOTHING) == "its scenario was not run"
    unknown = replace(unproven, reasons=(Reason("never-heard-of", ""),))
    assert finding(unknown, NOTHING) == "never heard of"


@pytest.mark.parametrize("outcome", ["holding", "not_applicable"])
def test_the_rest_says_what_the_rule_said(outcome: str, request: pytest.FixtureRequest) -> None:
    judgement: Judgement = request.getfixturevalue(outcome)

    assert finding(judgement, NOTHING) == judgement.because
    assert finding(replace(judgement, witnesses=(), because="so\x1b\nit is."), NOTHING) == "so\\x1b it is"


def given_ids() -> Iterator[str]:
    """Every id that a `Reason` is made with where judgements are made."""
    root = Path(harness.__file__ or "").parent
    for path in (*(root / "judge").rglob("*.py"), *(root / "ruling").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason":
                named = [
                    item.value
                    for item in ast.walk(node.args[0])
                    if isinstance(item, ast.Constant) and isinstance(item.value, str)
                ]
                # A stored judgement brings its own.
                assert named or path.name == "judgements.py", f"{path}:{node.lineno}: an id that nobody sees"
                yield from named


def test_every_reason_that_a_judgement_can_have_has_its_sentence_and_no_other() -> None:
    ids = set(given_ids())

    assert len(ids) > 40
    assert ids - set(_REASONS) == set()
    # What the method names and no rule gives is told all the same.
    assert set(_REASONS) - ids <= {"alternative-open", "unattributed-upload"}
    assert len(set(_REASONS.values())) == len(_REASONS)
