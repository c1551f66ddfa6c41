"""`--claims EXPR` selects what Python's own reading of the same expression selects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.bench.selection import select_claims
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Tables
from harness.model.errors import SetupError

LEDGER = Tables.load(features_folder()).ledger
TESTED = tuple(str(claim.id) for claim in LEDGER.claims if claim.propositions)
UNTESTED = tuple(str(claim.id) for claim in LEDGER.claims if not claim.propositions)
SPACE = st.sampled_from(["", " ", "\n\t"])


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    words = st.sampled_from([" and ", " or ", ", ", ",", "\n or\t"])
    return st.one_of(
        st.tuples(parts, words, parts).map("".join),
        parts.map("not {}".format),
        st.tuples(SPACE, parts, SPACE).map(lambda inner: "(" + "".join(inner) + ")"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(TESTED + UNTESTED), joined, max_leaves=12)


def by_python(expression: str) -> tuple[str, ...]:
    plain = " ".join(expression.replace(",", " or ").split())
    return tuple(
        claim
        for claim in TESTED
        if eval(re.sub(r"[A-Z]+-\d+", lambda word: str(word[0] == claim), plain))  # noqa: B023, S307
    )


def test_the_ledger_has_both_kinds_of_claims() -> None:
    assert {"INC-02", "INC-03", "INC-04"} <= set(TESTED)
    assert UNTESTED


@given(EXPRESSIONS)
def test_an_expression_selects_what_python_selects(expression: str) -> None:
    wanted = by_python(expression)
    if wanted:
        assert select_claims(LEDGER, expression) == wanted
    else:
        with pytest.raises(SetupError, match="at least one claim"):
            select_claims(LEDGER, expression)


def test_and_binds_more_than_or_and_not_more_than_both() -> None:
    assert select_claims(LEDGER, "INC-02 or INC-03 and INC-04") == ("INC-02",)
    assert select_claims(LEDGER, "(INC-02 or INC-03) and INC-03") == ("INC-03",)
    assert select_claims(LEDGER, "not INC-02 and INC-03") == ("INC-03",)


def test_a_comma_means_or_and_the_order_is_the_ledgers() -> None:
    assert select_claims(LEDGER, "INC-04,INC-02") == ("INC-02", "INC-04")


def test_no_expression_means_every_tested_claim() -> None:
    assert select_claims(LEDGER, None) == TESTED


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("", "joined by and, or, not"),
        ("   ", "joined by and, or, not"),
        ("INC-02; rm", "joined by and, or, not"),
        ("INC-99", "claim of the ledger, found 'INC-99'"),
        ("inc-02", "claim of the ledger, found 'inc-02'"),
        ("INC-02 INC-03", "found 'INC-03'"),
        ("INC-02 and", "none where one must stand"),
        ("or INC-02", "none where one must stand"),
        ("INC-02,,INC-03", "none where one must stand"),
        ("()", "none where one must stand"),
        ("(INC-02", "closing parenthesis"),
        ("INC-02)", r"found '\)'"),
        ("not", "none where one must stand"),
        ("INC-02 and not INC-02", "at least one claim"),
    ],
)
def test_what_does_not_read_is_refused_with_a_reason(expression: str, why: str) -> None:
    with pytest.raises(SetupError, match=why):
        select_claims(LEDGER, expression)


def test_a_claim_that_nothing_tests_cannot_be_all_that_is_selected() -> None:
    with pytest.raises(SetupError, match="with a proposition"):
        select_claims(LEDGER, UNTESTED[0])
