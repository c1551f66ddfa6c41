"""A made-up vendor with one claim about one app: texts small enough to break one thing at a time."""

from __future__ import annotations

from harness.ledger import Acts, Contracts, Ledger, RuleContract, load_acts, load_ledger
from harness.ledger.contract import ConditionName
from harness.ledger.validation import Entry
from harness.ledger.wording import ARMS
from harness.model.arm import ArmKind
from harness.model.claim import Kind


class Within(Entry):
    within: str


class Positions(Entry):
    condition: ConditionName


CONTRACTS: Contracts = {
    item.id: item
    for item in (
        RuleContract(
            "content-absence",
            Kind.ABSENCE,
            frozenset({ArmKind.RESTRICTIVE}),
            frozenset({ArmKind.PERMISSIVE, ArmKind.BLANK}),
            parts=True,
        ),
        RuleContract("identifier-absence", Kind.ABSENCE, frozenset({ArmKind.PERMISSIVE}), parameters=Within),
        RuleContract("switch-present", Kind.PRESENCE, frozenset({ArmKind.RESTRICTIVE}), parameters=Positions),
        RuleContract("written", Kind.DOCUMENTARY, frozenset()),
    )
}
ACTS = """\
schema: claims/acts/v2
never_alone: [dns]
conditions:
  mode:
    level: arm
    values:
      normal: {words: in normal mode}
      private: {words: in private mode, signals: 2}
  switch:
    level: session
    values:
      default: {words: with the switch in its default position}
      other: {words: with the switch in its other position}
  suspended:
    level: arm
    values:
      "*": {words: "with {value} suspended"}
parts:
  path: {carried: true, words: path, text: path of the address}
  term: {carried: true, words: term, text: words typed}
acts:
  - id: visit
    title: a page is opened
    plural: pages are visited
    done: "page {number}, visited"
    judged_by: canary
    carries: [path]
    receivers: [{role: addressed-page, parts: [path], places: [url.path], why: it was asked for}]
  - id: search
    title: words are searched
    plural: terms are searched
    done: "search {number}, searched"
    times: {screening: 2, evidence: 9}
    judged_by: canary
    carries: [term]
    receivers: []
"""
LEDGER = """\
schema: claims/ledger/v2
vendor: {name: Example, packages: [com.example.]}
apps:
  com.example.browser: {name: browser, title: Example Browser}
claims:
  - id: PRIV-01
    topic: privacy
    title: A title
    paraphrase: It says so.
    scope: the app
    source: {url: "https://example.com", date: "2020-05-02", author: Somebody, grade: press}
    severity: critical
    observable: [net]
    propositions:
      - id: PRIV-01.address
        text: Nothing of a page leaves.
        kind: absence
        rule: content-absence
        apps: [{app: browser, breadth: narrow}]
        parts: [path]
"""
IDENTIFIER = """\
      - id: PRIV-01.identifier
        text: No identifier leaves.
        kind: absence
        rule: identifier-absence
        apps: [{app: browser, breadth: narrow}]
        parameters: {within: usage-statistics}
"""
SWITCH = """\
      - id: PRIV-01.switch
        text: There is a switch.
        kind: presence
        rule: switch-present
        apps: [{app: browser, breadth: narrow}]
        parameters: {condition: switch}
"""
OTHER = """\
  - id: PRIV-02
    topic: privacy
    title: Another title
    paraphrase: It says so.
    scope: the app
    source: {url: "https://example.com", date: undated, author: Somebody, grade: press}
    severity: minor
    observable: [out-of-band]
    untested: Never on a phone.
"""
FEATURE = f"""\
Feature: Pages stay on the phone

  Background:
    Given {ARMS}
      | kind        | mode    | switch         | acts          |
      | permissive  | normal  | default, other | visit, search |
      | blank       | private | default, other |               |
      | restrictive | private | default, other | visit, search |

  @PRIV-01
  Scenario: Nothing of a page leaves
    When pages are visited in normal mode
    And nothing is done in private mode
    And pages are visited in private mode
    Then nothing of a page leaves (PRIV-01.address)
"""
NAME = "privacy/pages.feature"


def small_acts(text: str = ACTS) -> Acts:
    return load_acts(text, "features/acts.yaml")


def small_ledger(text: str = LEDGER) -> Ledger:
    return load_ledger(text, "features/ledger.yaml", CONTRACTS)


def line_of(text: str, needle: str) -> int:
    """The line, counted from 1, on which the needle begins."""
    return text[: text.index(needle)].count("\n") + 1
