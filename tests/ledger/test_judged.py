from __future__ import annotations

import pytest

from harness.ledger.judged import check_rule, read_then
from harness.ledger.scenarios import read_scenarios

from .small import ACTS, CONTRACTS, FEATURE, IDENTIFIER, LEDGER, NAME, SWITCH, small_acts, small_ledger


def test_a_then_names_its_proposition_in_the_ledgers_words():
    assert read_then("nothing of a page leaves (PRIV-01.address)", small_ledger()).id == "PRIV-01.address"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nothing of a page leaves", "wanted the proposition's words with its id in parentheses behind"),
        ("(PRIV-01.address)", "wanted the proposition's words"),
        (
            "nothing of a page leaves (PRIV-01.adress)",
            "of features/ledger.yaml, found 'PRIV-01.adress' (did you mean 'PRIV-01.address'?)",
        ),
        (
            "no page leaves (PRIV-01.address)",
            "wanted the words “Nothing of a page leaves.” of features/ledger.yaml:15, found “no page leaves”",
        ),
    ],
)
def test_other_words_are_refused(text, words):
    with pytest.raises(ValueError, match="wanted ") as caught:
        read_then(text, small_ledger())
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "looks", "problem"),
    [
        (IDENTIFIER, slice(0, 2), None),
        (IDENTIFIER, slice(1, 3), "wanted an arm that identifier-absence judges (permissive), found none"),
        (SWITCH, slice(2, 3), None),
        (SWITCH.replace("n: switch", "n: mode"), slice(2, 3), None),
        (
            SWITCH.replace("n: switch", "n: suspended"),
            slice(2, 3),
            "wanted suspended, of which PRIV-01.switch speaks, in every arm, found one without",
        ),
        ("", slice(0, 3), None),
        ("", slice(0, 2), "wanted an arm that content-absence judges (restrictive), found none"),
        ("", slice(0, 3, 2), "wanted a blank arm, with which content-absence compares, found none"),
    ],
)
def test_the_arms_and_acts_let_the_rule_judge(entry, looks, problem):
    (scenario,) = read_scenarios({NAME: FEATURE}, small_ledger(), small_acts(), CONTRACTS)
    ledger = small_ledger(LEDGER + entry)
    proposition = ledger.claims[0].propositions[-1]
    narrowed = type(scenario)(
        scenario.feature, scenario.line, scenario.title, scenario.claim, proposition.id, scenario.looks[looks]
    )
    arguments = narrowed, proposition, CONTRACTS[proposition.rule], small_acts()
    if problem is None:
        check_rule(*arguments)
        return
    with pytest.raises(ValueError, match="wanted ") as caught:
        check_rule(*arguments)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("parts", "carries", "problem"),
    [
        (
            "[term]",
            "[path]",
            "wanted acts that carry the parts of PRIV-01.address, found the act visit with none",
        ),
        ("[path, term]", "[path]", "found none with term"),
        ("[path, term]", "[path, term]", None),
    ],
)
def test_an_act_that_carries_nothing_looked_for_would_count_towards_n(parts, carries, problem):
    acts = small_acts(ACTS.replace("carries: [path]", f"carries: {carries}"))
    (scenario,) = read_scenarios({NAME: FEATURE}, small_ledger(), small_acts(), CONTRACTS)
    (proposition,) = small_ledger(LEDGER.replace("[path]", parts)).claims[0].propositions
    if problem is None:
        check_rule(scenario, proposition, CONTRACTS["content-absence"], acts)
        return
    with pytest.raises(ValueError, match="wanted acts that carry") as caught:
        check_rule(scenario, proposition, CONTRACTS["content-absence"], acts)
    assert problem in str(caught.value)
