from __future__ import annotations

from typing import Literal

import pytest

from harness.ledger.contract import RuleContract
from harness.ledger.validation import Entry
from harness.model.arm import ArmKind
from harness.model.claim import Kind

from .small import CONTRACTS


class Versions(Entry):
    lowest: Literal["1.2", "1.3"]
    least: int = 1


VERSION = RuleContract("version", Kind.ABSENCE, frozenset({ArmKind.PERMISSIVE}), parameters=Versions)


def test_a_rule_that_judges_no_arm_judges_nothing_unless_it_reads_documents():
    with pytest.raises(ValueError, match="idle: a rule that judges no arm"):
        RuleContract("idle", Kind.PRESENCE, frozenset())
    assert CONTRACTS["written"].missing([]) is None


@pytest.mark.parametrize(
    ("rule", "kinds", "missing"),
    [
        ("content-absence", ["permissive", "blank", "restrictive"], None),
        ("content-absence", ["permissive", "blank"], "an arm that content-absence judges (restrictive)"),
        ("content-absence", [], "an arm that content-absence judges (restrictive)"),
        ("content-absence", ["restrictive", "sham"], "a blank arm, with which content-absence compares"),
        ("identifier-absence", ["permissive"], None),
    ],
)
def test_what_a_scenario_lacks_is_said_in_words(rule, kinds, missing):
    assert CONTRACTS[rule].missing(map(ArmKind, kinds)) == missing


def test_parameters_come_out_as_the_rules_own_type():
    assert VERSION.parse({"lowest": "1.2", "least": "2"}) == Versions(lowest="1.2", least=2)


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        (
            {"lowset": "1.2"},
            "lowset",
            "wanted a parameter that version reads, found 'lowset' (did you mean 'lowest'?)",
        ),
        ({}, "lowest", "wanted the parameter lowest, which version reads, found none"),
        ({"lowest": "1.1"}, "lowest", "lowest: input should be '1.2' or '1.3', found '1.1'"),
        ({"lowest": "1.2", "least": "few"}, "least", "found 'few'"),
    ],
)
def test_a_parameter_that_the_rule_does_not_read_so_is_named(given, name, words):
    found = VERSION.problem(given)
    assert found is not None
    assert found[0] == name
    assert words in found[1]
    with pytest.raises(ValueError, match=name):
        VERSION.parse(given)


def test_a_rule_without_parameters_takes_none():
    assert CONTRACTS["content-absence"].problem({}) is None
    assert CONTRACTS["content-absence"].problem({"within": "x"}) == (
        "within",
        "wanted no parameters, of which content-absence reads none, found 'within'",
    )


def test_a_parameter_may_name_a_condition():
    assert CONTRACTS["switch-present"].conditions({"condition": "switch"}) == ("switch",)
    assert CONTRACTS["identifier-absence"].conditions({"within": "switch"}) == ()
