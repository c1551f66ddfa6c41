from __future__ import annotations

import time

import pytest

from harness.ledger import read_scenarios
from harness.ledger.wording import AGAIN, ARMS
from harness.model.errors import SetupError

from .small import (
    CONTRACTS,
    FEATURE,
    IDENTIFIER,
    LEDGER,
    NAME,
    OTHER,
    line_of,
    small_acts,
    small_ledger,
)

SECOND = """\

  @PRIV-01
  Scenario: No identifier leaves
    When pages are visited and terms are searched in normal mode
    And its data are cleared and the same is done again
    Then no identifier leaves (PRIV-01.identifier)
"""
SPARE = "      | blank       | normal  | other          |               |\n"
TABLE = FEATURE[FEATURE.index("    Given") : FEATURE.index("  @PRIV-01")]


def read(text: str = FEATURE, ledger: str = LEDGER, **more: str):
    return read_scenarios({NAME: text, **more}, small_ledger(ledger), small_acts(), CONTRACTS)


def test_a_scenario_says_what_is_looked_at_in_which_arms():
    scenario, second = read(FEATURE + SECOND, LEDGER + IDENTIFIER)
    assert scenario.key == f"{NAME}:Nothing of a page leaves"
    assert (scenario.claim, scenario.proposition) == ("PRIV-01", "PRIV-01.address")
    assert [(look.acts, len(look.rows), look.line) for look in scenario.looks] == [
        (("visit",), 2, 12),
        ((), 2, 13),
        (("visit",), 2, 14),
    ]
    assert [row.line for row in scenario.rows] == [6, 6, 7, 7, 8, 8]
    assert (second.acts, second.rounds, len(second.rows)) == (("visit", "search"), 2, 2)


def test_the_order_of_the_files_does_not_matter(feature_texts, ledger, acts, contracts, scenarios):
    backwards = dict(sorted(feature_texts.items(), reverse=True))
    assert read_scenarios(backwards, ledger, acts, contracts) == scenarios


CASES = [
    # the arms
    ("its data cleared", "its data clear", "Given", "wanted “an app of the claim, "),
    (TABLE, "    Given " + ARMS + "\n\n", "Given", "wanted a table of arms under the step, found none"),
    (TABLE, "\n", "  Scenario:", "wanted one Given with a table of arms in the Background above, found none"),
    (
        "  Scenario: Nothing of a page leaves\n",
        f"  Scenario: Nothing of a page leaves\n{TABLE}",
        "  Scenario:",
        "found it on lines 4, 12",
    ),
    ("| restrictive |", "| restrictve  |", "      | restrictve", "(did you mean 'restrictive'?)"),
    ("      | restrictive", SPARE + "      | restrictive", SPARE, "found one that none does"),
    # the steps
    ("When pages are visited", "When pages are visted", "    When", "did you mean 'pages are visited'?"),
    (
        "in normal mode",
        "in normal mode with com.example.push suspended",
        "    When",
        "in the table, found none",
    ),
    (
        "| private | default, other | visit, search |",
        "| private | default, other | search        |",
        "    And pages",
        "wanted arms for “pages are visited in private mode” in the table, found one without the act visit",
    ),
    ("When pages are visited in normal mode", f"When {AGAIN}", "    When", "wanted acts in the words"),
    (
        "And nothing is done in private mode",
        "Then it is",
        "  Scenario:",
        "wanted Given, one or more When, one Then",
    ),
    ("And nothing is done", "Given nothing is done", "    Given nothing", "wanted “an app of the claim"),
    (
        "(PRIV-01.address)",
        "(PRIV-01.address)\n    And so on",
        "  Scenario:",
        "found Given, When, When, When, Then, Then",
    ),
    (
        "    Then nothing of a page leaves (PRIV-01.address)\n",
        "",
        "  Scenario:",
        "found Given, When, When, When; ",
    ),
    ("(PRIV-01.address)", "(PRIV-01.address)\n      | a |", "      | a |", "wanted no table under a Then"),
    ("in normal mode\n", "in normal mode\n      | a |\n", "      | a |", "wanted no table under a When"),
    ("(PRIV-01.address)", "(PRIV-01.adress)", "    Then", "did you mean 'PRIV-01.address'?"),
    ("Then nothing of", "Then not much of", "    Then", "wanted the words “Nothing of a page leaves.”"),
    # the rule
    ("    And nothing is done in private mode\n", "", "  Scenario:", "wanted a blank arm"),
    (
        "When pages are visited in",
        "When terms are searched in",
        "  Scenario:",
        "the act search with none of them",
    ),
    # the tag
    ("  @PRIV-01\n", "", "  Scenario:", "wanted the tag @PRIV-01, whose proposition is judged, found none"),
    ("@PRIV-01", "@PRIV-01 @skip", "  @PRIV-01", "wanted the id of a claim as tag, found 'skip'"),
    ("@PRIV-01", "@PRIVY-01", "  @PRIVY-01", "found 'PRIVY-01' (did you mean 'PRIV-01'?)"),
    (
        "@PRIV-01",
        "@PRIV-02",
        "  Scenario:",
        "wanted the tag @PRIV-01, whose proposition is judged, found @PRIV-02",
    ),
    ("@PRIV-01", "@PRIV-01 @PRIV-02", "  Scenario:", "found @PRIV-01, @PRIV-02"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), CASES)
def test_a_mistake_is_told_with_its_line(old, new, at, words):
    text = FEATURE.replace(old, new, 1)
    assert text != FEATURE
    with pytest.raises(SetupError) as caught:
        read(text, LEDGER + OTHER)
    message = str(caught.value)
    assert message.startswith(f"features/{NAME}:{line_of(text, at)}: wanted "), message
    assert words in message
    assert "; " in message
    assert "\n" not in message


def test_a_proposition_needs_a_scenario_or_a_reason():
    with pytest.raises(SetupError) as caught:
        read(ledger=LEDGER + IDENTIFIER)
    line = line_of(LEDGER + IDENTIFIER, "- id: PRIV-01.identifier")
    assert str(caught.value).startswith(
        f"features/ledger.yaml:{line}: wanted a scenario that ends with (PRIV-01.identifier), found none; "
    )
    assert len(read(ledger=LEDGER + IDENTIFIER + "        unscripted: Not yet, since no driver.\n")) == 1


def test_a_proposition_has_not_both():
    with pytest.raises(SetupError) as caught:
        read(ledger=LEDGER + "        unscripted: Not yet.\n")
    line = line_of(LEDGER + "X", "X")
    assert str(caught.value).startswith(
        f"features/ledger.yaml:{line}: wanted a scenario or why not, found both "
    )
    assert f"features/{NAME}:11" in str(caught.value)


def test_a_proposition_has_one_scenario():
    with pytest.raises(SetupError, match=rf"features/z\.feature:11: .* found another at features/{NAME}:11"):
        read(**{"z.feature": FEATURE})


@pytest.mark.parametrize("features", [{}, {NAME: ""}, {NAME: "Feature: F\n"}])
def test_no_scenario_is_an_error(features):
    with pytest.raises(SetupError, match=r"features/.*:1: wanted .*, found (none|an empty file); "):
        read_scenarios(features, small_ledger(), small_acts(), CONTRACTS)


def test_each_rule_of_a_feature_may_have_arms_of_its_own():
    head, body = FEATURE.split("\n\n", 1)
    other = body.replace("normal  |", "private |", 1).replace("in normal mode", "in private mode")
    other = other.replace("page leaves\n", "page leaves again\n").replace("PRIV-01.address", "PRIV-01.other")
    ledger = LEDGER + LEDGER[LEDGER.index("      - id: PRIV-01.address") :].replace(".address", ".other")
    text = f"{head}\n\n Rule: one\n{body}\n Rule: two\n{other}"
    first, second = read(text, ledger)
    assert {row.every["mode"] for row in first.rows} == {"normal", "private"}
    assert {row.every["mode"] for row in second.rows} == {"private"}
    above = f"{head}\n\n{body}\n Rule: two\n{other}"
    with pytest.raises(SetupError, match="found it on lines 4, "):
        read(above, ledger)


def test_the_shipped_features_are_read(scenarios, ledger):
    judged = {scenario.proposition for scenario in scenarios}
    assert judged == {item.id for claim in ledger.claims for item in claim.propositions}
    for scenario in scenarios:
        assert scenario.feature.partition("/")[0] == ledger.claim(scenario.claim).topic


def test_the_scenarios_of_a_hundred_claims_are_read_at_once():
    entry = LEDGER[LEDGER.index("  - id: PRIV-01\n") :]
    proposition = entry[entry.index("      - id:") :]
    scenario = FEATURE[FEATURE.index("\n  @PRIV-01") :]
    ledger = LEDGER[: LEDGER.index("  - id: PRIV-01\n")]
    features = {}
    for number in range(1, 107):
        claim, names = f"BIG-{number:02}"[:6], "abcde"
        if number > 99:
            claim = f"HUGE-{number - 99:02}"
        ledger += entry.replace(proposition, "").replace("PRIV-01", claim)
        text = FEATURE[: FEATURE.index("\n  @PRIV-01")]
        for name in names:
            ledger += proposition.replace("PRIV-01.address", f"{claim}.{name}")
            own = scenario.replace("PRIV-01.address", f"{claim}.{name}").replace("@PRIV-01", f"@{claim}")
            text += own.replace("page leaves\n", f"page leaves {name}\n", 1)
        features[f"{claim}.feature"] = text
    began = time.process_time()
    assert len(read_scenarios(features, small_ledger(ledger), small_acts(), CONTRACTS)) == 530
    assert time.process_time() - began < 3, "0.4 s of one core as measured; more grows with the square"
