from __future__ import annotations

import pytest

from harness.ledger import load_ledger
from harness.model.claim import Grade
from harness.model.errors import SetupError

HEAD = """\
schema: claims/ledger/v1
apps:
  com.example.browser: {name: browser, title: Browser, switches: {switch: {from_version: "2.0"}}}
act_counts:
  visit: {screening: 3, evidence: 7}
arms:
  normal: {kind: permissive, mode: normal, consent: {switch: default}, acts: [visit]}
claims:
"""
CLAIM = """\
  - id: INC-02
    topic: incognito
    title: A title
    paraphrase: It says so.
    scope: the app
    source: {url: "https://example.com", date: "2020-05-02", author: Somebody, grade: press}
    severity: critical
    observable: [net]
    propositions:
      - id: INC-02.address
        text: Nothing leaves.
        kind: absence
        rule: content-absence
        apps: [{app: browser, breadth: narrow}]
        acts: [visit]
        parts: [path]
        arms: [normal]
        minimum_n: {screening: 3, evidence: 20}
"""
GOOD = HEAD + CLAIM


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def test_a_small_ledger_loads_with_the_windows_of_the_method():
    proposition = load_ledger(GOOD, "l").proposition("INC-02.address")
    assert proposition.window_s.at(Grade.SCREENING) == 1500
    assert proposition.window_s.at(Grade.EVIDENCE) == 1800
    assert proposition.repeats.at(Grade.EVIDENCE) == 3
    assert proposition.arms[0].acts == (("visit", 3),)
    assert proposition.evidence_arms[0].acts == (("visit", 7),)


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("title: A title", "titel: A title", "titel", "wanted only known keys in claims.0, found 'titel'"),
        ("title: A title", "title: A title\n    title: B", "    title: B", "found 'title' again"),
        ("kind: absence", "kind: absense", "kind: absense", "'absence', 'presence' or 'documentary'"),
        ("screening: 3, evidence: 20", "screening: 2, evidence: 20", "id: INC-02.address", "n >= 3"),
        (
            "screening: 3, evidence: 20",
            "screening: 3, evidence: 19",
            "id: INC-02.address",
            ">= 20 in evidence",
        ),
        ("id: INC-02.address", "id: INC-03.address", "id: INC-02", "of another claim"),
        ("id: INC-02\n", "id: inc2\n", "id: inc2", "must be like INC-02"),
        ("arms: [normal]", "arms: [strange]", "arms: [strange]", "found 'strange'"),
        ("{app: browser,", "{app: other,", "{app: other,", "found 'other'"),
        ("{switch: default}", "{switch: open}", "{switch: open}", "found switch=open"),
        ("{switch: default}", "{dialog: default}", "{dialog: default}", "found dialog=default"),
        ("acts: [visit]}", "acts: [fly]}", "acts: [fly]}", "found 'fly'"),
        ("acts: [visit]}", "acts: [visit, visit]}", "  normal:", "names something twice"),
        ('from_version: "2.0"', "from_version: new", "from_version: new", "wanted a version"),
        ('from_version: "2.0"', "from_version: 2", "from_version: 2", "valid string"),
        ("breadth: narrow}", "breadth: narrow, from_version: x}", "apps: [", "wanted a version"),
        ("kind: permissive", "kind: blank", "  normal:", "a blank arm has no act"),
        ("claims/ledger/v1", "claims/ledger/v2", "schema", "'claims/ledger/v1'"),
        ('"2020-05-02"', '"May 2020"', "source:", "found 'May 2020'"),
        ('"https://example.com"', '"example.com"', "source:", "found 'example.com'"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, at, words):
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(SetupError) as caught:
        load_ledger(text, "features/ledger.yaml")
    message = str(caught.value)
    assert message.startswith(f"features/ledger.yaml:{line_of(text, at)}: "), message
    assert words in message
    assert "\n" not in message


def test_ids_must_be_unique():
    with pytest.raises(SetupError, match=r"l:\d+: wanted each id once, found INC-02 again"):
        load_ledger(GOOD + CLAIM, "l")


def test_an_empty_ledger_is_refused():
    with pytest.raises(SetupError, match="wanted at least one claim"):
        load_ledger(HEAD.replace("claims:\n", "claims: []\n"), "l")


def test_arms_that_nobody_uses_are_refused():
    text = GOOD.replace("arms:\n", "arms:\n  spare: {kind: blank, mode: normal, consent: {}}\n", 1)
    with pytest.raises(SetupError, match="found 'spare' unused"):
        load_ledger(text, "l")


def test_a_claim_without_proposition_must_say_why():
    text = HEAD + CLAIM[: CLAIM.index("    propositions:")]
    text = text.replace(
        "  normal: {kind: permissive, mode: normal, consent: {switch: default}, acts: [visit]}\n", ""
    )
    text = text.replace("arms:\n", "arms: {}\n")
    with pytest.raises(SetupError, match="does not say why"):
        load_ledger(text, "l")
    assert load_ledger(text + "    untested: Never on a phone.\n", "l").claims[0].untested
