from __future__ import annotations

import pytest

from harness.ledger import load_ledger
from harness.model.claim import Grade
from harness.model.errors import SetupError

from .small import CONTRACTS, IDENTIFIER, LEDGER, OTHER, SWITCH, line_of, small_ledger

GOOD = LEDGER + IDENTIFIER + SWITCH + OTHER


def test_a_small_ledger_loads_with_the_numbers_of_the_method():
    ledger = small_ledger(GOOD)
    absence, presence = ledger.proposition("PRIV-01.address"), ledger.proposition("PRIV-01.switch")
    for grade, window, repeats, least in ((Grade.SCREENING, 1500, 1, 3), (Grade.EVIDENCE, 1800, 3, 20)):
        assert (absence.window_s.at(grade), absence.repeats.at(grade)) == (window, repeats)
        assert (absence.minimum_n.at(grade), presence.minimum_n.at(grade)) == (least, 1)
    assert ledger.vendor.packages == ("com.example.",)
    assert ledger.app("browser").package == "com.example.browser"


def test_numbers_that_are_given_are_kept():
    text = (
        LEDGER
        + "        minimum_n: {screening: 5, evidence: 50}\n        window_s: {screening: 60, evidence: 90}\n"
    )
    proposition = small_ledger(text + "        repeats: {screening: 2, evidence: 4}\n").proposition(
        "PRIV-01.address"
    )
    assert proposition.minimum_n.at(Grade.EVIDENCE) == 50
    assert proposition.window_s.at(Grade.SCREENING) == 60
    assert proposition.repeats.at(Grade.SCREENING) == 2


def test_every_key_of_a_proposition_knows_its_line_and_a_stored_ledger_its_file():
    ledger = small_ledger(GOOD)
    for name in ("PRIV-01.address", "PRIV-01.switch"):
        assert ledger.where(name) == f"features/ledger.yaml:{line_of(GOOD, f'- id: {name}')}"
    line = line_of(GOOD, "parts: [path]")
    assert ledger.where("PRIV-01.address", "parts", 0) == f"features/ledger.yaml:{line}"
    assert ledger.where("PRIV-01.address", "unscripted") == ledger.where("PRIV-01.address")
    again = load_ledger(ledger.canonical, "data/ledger.json", CONTRACTS)
    assert again.where("PRIV-01.address") == "data/ledger.json:1"
    assert again.claims == ledger.claims


def number(text: str) -> str:
    return f"parts: [path]\n        {text}"


CASES = [
    # keys and values
    ("title: A title", "titel: A title", "titel", "wanted only known keys in claims.0, found 'titel'"),
    ("title: A title", "title: A title\n    title: B", "    title: B", "found 'title' again"),
    ("kind: absence", "kind: absense", "kind: absense", "'absence', 'presence' or 'documentary'"),
    ("claims/ledger/v2", "claims/ledger/v1", "schema", "'claims/ledger/v2'"),
    ('"2020-05-02"', '"May 2020"', "source:", "found 'May 2020'"),
    ('"https://example.com"', '"example.com"', "source:", "found 'example.com'"),
    # the vendor and its apps
    ("name: Example,", "name: '',", "vendor:", "wanted the vendor's name, found none"),
    ("[com.example.]", "[]", "vendor:", "wanted beginnings of the vendor's package names, found []"),
    ("[com.example.]", "['']", "vendor:", "wanted beginnings of the vendor's package names, found ['']"),
    (
        "name: browser,",
        "name: The Browser,",
        "  com.example",
        "wanted a short name like notes, found 'The Browser'",
    ),
    (
        "title: Example Browser",
        "title: ''",
        "  com.example",
        "wanted a title of browser for people, found none",
    ),
    (
        "com.example.browser:",
        "browser:",
        "  browser:",
        "wanted a package name like com.example.notes, found 'browser'",
    ),
    (
        "claims:\n",
        "  com.example.z: {name: browser, title: B}\nclaims:\n",
        "  com.example.z:",
        "wanted each name and title once, found 'browser' again",
    ),
    ("{app: browser,", "{app: bowser,", "{app: bowser,", "found 'bowser' (did you mean 'browser'?)"),
    (
        "breadth: narrow}",
        "breadth: narrow, from_version: x}",
        "apps: [",
        "wanted a version like 12.1.4, found 'x'",
    ),
    (
        "[{app: browser, breadth: narrow}]",
        "\n          - {app: browser, breadth: narrow}\n          - {app: browser, breadth: broad}",
        "- id: PRIV-01.address",
        "names an app twice",
    ),
    (
        "[{app: browser, breadth: narrow}]",
        "\n          - app: browser\n            breadth: narrow\n            until_version: soon",
        "            until_version",
        "found 'soon'",
    ),
    (
        "[{app: browser, breadth: narrow}]",
        (
            "\n          - app: browser\n            breadth: narrow"
            "\n            from_version: '9'\n            until_version: '1'"
        ),
        "            until_version",
        "wanted a version above 9, from which on it speaks of the app, found '1'",
    ),
    # ids
    ("id: PRIV-01.address", "id: PRIV-03.address", "- id: PRIV-01\n", "of another claim"),
    ("id: PRIV-01.address", "id: PRIV-01.Address", "- id: PRIV-01.A", "must be like INC-02.address"),
    (
        "id: PRIV-01.identifier",
        "id: PRIV-01.address",
        "- id: PRIV-01.address\n        text: No id",
        "found PRIV-01.address again (first on line 15)",
    ),
    (
        "id: PRIV-02",
        "id: PRIV-01",
        "- id: PRIV-01\n    topic: privacy\n    title: Another",
        "found PRIV-01 again (first on line 6)",
    ),
    ("id: PRIV-01\n", "id: priv1\n", "- id: priv1", "must be like INC-02"),
    # the rule
    (
        "rule: content-absence",
        "rule: content-absense",
        "rule: content-absense",
        "(did you mean 'content-absence'?)",
    ),
    (
        "rule: content-absence",
        "rule: x",
        "rule: x",
        "wanted a rule, found 'x' (known: content-absence, identifier-absence",
    ),
    (
        "kind: absence",
        "kind: presence",
        "kind: presence",
        "wanted absence, which content-absence judges, found presence",
    ),
    (
        "        parts: [path]\n",
        "",
        "- id: PRIV-01.address",
        "wanted the parts that content-absence looks for, found none",
    ),
    (
        "parts: [path]",
        "parts: [path, path]",
        "parts: [path, path]",
        "wanted each part once, found path again",
    ),
    (
        "{within: usage-statistics}",
        "{within: x}\n        parts: [path]",
        "parts: [path]\n      - id: PRIV-01.switch",
        "wanted no parts: identifier-absence reads none, found path",
    ),
    (
        "{within: usage-statistics}",
        "\n          wihtin: x",
        "          wihtin",
        "found 'wihtin' (did you mean 'within'?)",
    ),
    (
        "{within: usage-statistics}",
        "{}",
        "parameters: {}",
        "wanted the parameter within, which identifier-absence reads, found none",
    ),
    (
        "parts: [path]",
        "parts: [path]\n        parameters: {a: b}",
        "parameters: {a: b}",
        "wanted no parameters, of which content-absence reads none",
    ),
    # numbers
    (
        "parts: [path]",
        number("minimum_n: {screening: 2, evidence: 20}"),
        "minimum_n",
        "wanted n >= 3 in screening and >= 20 in evidence for absence, found 2 and 20",
    ),
    ("parts: [path]", number("minimum_n: {screening: 3, evidence: 19}"), "minimum_n", "found 3 and 19"),
    ("parts: [path]", number("window_s: {screening: 0, evidence: 19}"), "window_s", "must be 1 or more"),
    ("parts: [path]", number("repeats: {screening: 1}"), "repeats", "wanted the key 'evidence'"),
    # what no proposition tests
    ("untested: Never on a phone.", "untested: ' '", "- id: PRIV-02", "does not say why"),
    ("parts: [path]", number("unscripted: ' '"), "- id: PRIV-01.address", "`unscripted` says why"),
    (
        "scope: the app",
        "scope: the app\n    tags: [needs account]",
        "- id: PRIV-01",
        "a tag is a word like needs-account",
    ),
    ("scope: the app", "scope: the app\n    tags: [a, a]", "- id: PRIV-01", "named once, found 'a'"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), CASES)
def test_a_mistake_is_told_with_its_line(old, new, at, words):
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(SetupError) as caught:
        small_ledger(text)
    message = str(caught.value)
    assert message.startswith(f"features/ledger.yaml:{line_of(text, at)}: "), message
    assert words in message
    assert "; " in message
    assert "\n" not in message


def test_an_empty_ledger_is_refused():
    text = LEDGER[: LEDGER.index("claims:\n")] + "claims: []\n"
    with pytest.raises(SetupError, match=r"ledger\.yaml:5: wanted at least one claim, found none"):
        small_ledger(text)


def test_a_claim_without_proposition_must_say_why():
    with pytest.raises(SetupError, match="does not say why"):
        small_ledger(LEDGER + OTHER.replace("    untested: Never on a phone.\n", ""))
    assert small_ledger(LEDGER + OTHER).claims[1].untested
