from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.ledger.features import read_feature
from harness.model.errors import SetupError

GOOD = """\
@a
Feature: F
  Some words about it.

  Background:
    Given x
      | p | q |
      | 1 |   |

  @b
  Scenario: S
    When y
    And z
    Then t

  @c
  Rule: R
    Background:
      Given v
    Scenario: S2
      When w
"""


def test_a_feature_is_read_with_the_lines_of_all_that_matters():
    first, second = read_feature(GOOD, "f")
    assert (first.title, first.line, first.tags) == ("S", 11, ((1, "a"), (10, "b")))
    assert [(step.kind, step.text, step.line) for step in first.steps] == [
        ("Given", "x", 6),
        ("When", "y", 12),
        ("When", "z", 13),
        ("Then", "t", 14),
    ]
    table = first.steps[0].table
    assert table is not None
    assert (table.line, table.header, table.rows) == (7, ("p", "q"), ((8, ("1", "")),))
    assert second.tags == ((1, "a"), (16, "c"))
    assert [(step.kind, step.text) for step in second.steps[:2]] == [("Given", "x"), ("Given", "v")]


def test_a_feature_may_be_written_in_another_language_and_with_other_line_ends():
    german = "# language: de\nFunktionalität: F\n\tSzenario: S\n\t\tAngenommen x\n\t\tWenn y\n\t\tDann z\n"
    for text in (german, german.replace("\n", "\r\n")):
        (scenario,) = read_feature(text, "f")
        assert [(step.kind, step.text) for step in scenario.steps] == [
            ("Given", "x"),
            ("When", "y"),
            ("Then", "z"),
        ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "wanted a feature, found an empty file"),
        ("# only a comment\n", 1, "wanted a feature"),
        ("\ufeff" + GOOD, 1, "found a byte order mark"),
        ("Feature: F\n", 1, "wanted at least one scenario, found none"),
        ("\nFeature: F\r  Scenario: S\r", 2, "wanted at least one scenario, found none"),
        (GOOD.replace("Scenario: S2", "Scenario: S"), 20, "found 'S' again (first on line 11)"),
        (GOOD.replace("Scenario: S2", "Scenario:"), 20, "wanted a title"),
        (GOOD.replace("Scenario: S2", "Scenario Outline: S2"), 20, "found an outline"),
        (GOOD + "      Examples:\n        | a |\n        | 1 |\n", 20, "found an outline"),
        (GOOD.replace("When y", "Wehn y"), 12, "wanted steps, found 'Wehn y'"),
        (GOOD.replace("Given v", "Gvien v"), 19, "wanted steps, found 'Gvien v'"),
        (GOOD.replace("When y", "And y"), 12, "wanted Given, When or Then first, found And"),
        (GOOD.replace("And z", 'And z\n    """\n    text\n    """'), 13, "found a text under it"),
        (GOOD.replace("Then t", "Tehn t"), 14, "wanted Gherkin, expected:"),
        (GOOD.replace("| 1 |   |", "| 1 |"), 8, "wanted Gherkin, inconsistent cell count"),
        ("# language: xx\n" + GOOD, 1, "wanted Gherkin, Language not supported: xx"),
        ("\0", 1, "wanted Gherkin"),
    ],
)
def test_what_would_be_lost_or_misread_is_refused_with_its_line(text, line, words):
    with pytest.raises(SetupError) as caught:
        read_feature(text, "features/f.feature")
    message = str(caught.value)
    assert message.startswith(f"features/f.feature:{line}: wanted "), message
    assert words in message
    assert "; " in message
    assert "\n" not in message


def refusal(text: str) -> str:
    """The message that refuses it; empty where it is read."""
    try:
        assert read_feature(text, "f")
    except SetupError as error:
        return str(error)
    return ""


@given(st.text(max_size=30), st.integers(0, len(GOOD)))
def test_any_text_is_read_or_refused_in_one_line(text, place):
    for hostile in (text, GOOD[:place] + text + GOOD[place:]):
        assert len(refusal(hostile).splitlines()) <= 1
