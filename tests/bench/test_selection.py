"""`--claims EXPR` selects what Python's own reading of the same expression selects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.bench.selection import claims_of, select, words_of
from harness.model.claim import PropositionId, PropositionKind
from harness.model.errors import SetupError
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables

LEDGER = Tables.load(built_in()).ledger
WORDS = {item.id: words_of(claim, item) for claim in LEDGER.claims for item in claim.propositions}
SILENT = tuple(str(claim.id) for claim in LEDGER.claims if not claim.propositions)
KNOWN = sorted(frozenset().union(*WORDS.values(), SILENT))
SPACE = st.sampled_from(["", " ", "\n\t"])


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    words = st.sampled_from([" and ", " or ", ", ", ",", "\n or\t"])
    return st.one_of(
        st.tuples(parts, words, parts).map("".join),
        parts.map("not {}".format),
        st.tuples(SPACE, parts, SPACE).map(lambda inner: "(" + "".join(inner) + ")"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(KNOWN), joined, max_leaves=12)


def by_python(expression: str) -> tuple[str, ...]:
    plain = " ".join(expression.replace(",", " or ").split())
    return tuple(
        proposition
        for proposition, words in WORDS.items()
        if eval(  # noqa: S307
            re.sub(
                r"[\w.-]+",
                lambda word: word[0] if word[0] in {"and", "or", "not"} else str(word[0] in words),  # noqa: B023
                plain,
            )
        )
    )


def test_the_ledger_has_what_these_tests_ask_for() -> None:
    assert {"INC-02.search", "INC-02.address", "INC-03.switch"} <= set(WORDS)
    assert SILENT


@given(EXPRESSIONS)
def test_an_expression_selects_what_python_selects(expression: str) -> None:
    wanted = by_python(expression)
    if wanted:
        assert select(LEDGER, expression) == wanted
    else:
        with pytest.raises(SetupError, match="at least one proposition"):
            select(LEDGER, expression)


def test_a_claim_is_all_of_its_propositions_and_a_proposition_only_itself() -> None:
    assert select(LEDGER, "INC-02") == tuple(item for item in WORDS if item.startswith("INC-02."))
    assert select(LEDGER, "INC-02.search") == ("INC-02.search",)
    assert select(LEDGER, "INC-02 and not INC-02.search") == tuple(
        item for item in WORDS if item.startswith("INC-02.") and item != "INC-02.search"
    )


def test_topics_kinds_and_rules_are_words_too() -> None:
    by_topic = select(LEDGER, "incognito and presence")
    wanted = tuple(
        item.id
        for claim in LEDGER.claims
        if claim.topic == "incognito"
        for item in claim.propositions
        if item.kind is PropositionKind.PRESENCE
    )
    assert by_topic == wanted
    assert wanted
    assert set(select(LEDGER, "content-absence")) >= {"INC-02.search"}
    assert select(LEDGER, "tested") == tuple(WORDS)


def test_and_binds_more_than_or_and_not_more_than_both() -> None:
    assert claims_of(select(LEDGER, "INC-02 or INC-03 and INC-04")) == ("INC-02",)
    assert claims_of(select(LEDGER, "(INC-02 or INC-03) and INC-03")) == ("INC-03",)
    assert claims_of(select(LEDGER, "not INC-02 and INC-03")) == ("INC-03",)


def test_a_comma_means_or_and_the_order_is_the_ledgers() -> None:
    assert claims_of(select(LEDGER, "INC-04,INC-02")) == ("INC-02", "INC-04")


def test_no_expression_means_everything_that_is_tested() -> None:
    assert select(LEDGER, None) == tuple(WORDS)


def test_the_claims_of_propositions_come_once() -> None:
    given_ids = tuple(map(PropositionId, ("INC-02.a", "INC-02.b", "ANON-01.a")))
    assert claims_of(given_ids) == ("INC-02", "ANON-01")


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("INC-02; rm", "other signs"),
        ("INC-02(x=1)", "other signs"),
        ("INC-99", r"'INC-99' in --claims\. Did you mean 'INC-0\d'\?"),
        ("inc-02", r"Did you mean 'INC-02'\?"),
        ("incognitoo", r"Did you mean 'incognito'\?"),
        ("INC-02.serch", r"Did you mean 'INC-02\.search'\?"),
        ("INC-02 or INC-02.serch", r"Did you mean 'INC-02\.search'\?"),
        ("zebra", "found 'zebra' in --claims. See `claims list`"),
        ("True", "found 'True'"),
        ("INC-02 INC-03", "joined by and, or, not"),
        ("INC-02 and", "joined by and, or, not"),
        ("or INC-02", "joined by and, or, not"),
        ("INC-02,,INC-03", "joined by and, or, not"),
        ("()", "joined by and, or, not"),
        ("(INC-02", "joined by and, or, not"),
        ("INC-02)", "joined by and, or, not"),
        ("INC-02 (INC-03)", "joined by and, or, not"),
        ("not", "joined by and, or, not"),
        ("INC-02 and not INC-02", "at least one proposition"),
    ],
)
def test_what_does_not_read_is_refused_with_a_reason(expression: str, why: str) -> None:
    with pytest.raises(SetupError, match=why):
        select(LEDGER, expression)


def test_a_claim_that_nothing_tests_cannot_be_all_that_is_selected() -> None:
    with pytest.raises(SetupError, match=f"nothing tests {SILENT[0]}"):
        select(LEDGER, SILENT[0])
