from __future__ import annotations

import pytest

from harness.ledger import load_acts
from harness.model.act import JudgedBy
from harness.model.destination import ActRole
from harness.model.errors import SetupError

from .small import ACTS, line_of, small_acts

METHOD = [
    "visit",
    "search",
    "suggest",
    "news",
    "download",
    "share",
    "bookmark",
    "sync",
    "play-song",
    "open-folder",
    "swipe",
    "open-settings",
    "pull-status-bar",
    "sign-in",
    "submit-form",
]


def test_every_act_of_the_method_is_there(acts):
    assert sorted(act.id for act in acts.acts) == sorted(METHOD)


def test_the_addressed_page_may_have_its_address_and_nothing_that_no_protocol_sends(acts):
    page = ActRole.ADDRESSED_PAGE
    assert acts.permits("visit", page, "path", "url.path")
    assert acts.permits("visit", page, "query", "url.query:id")
    assert acts.permits("visit", page, "host", "header:Referer")
    for part in ("fragment", "title", "body"):
        assert not acts.permits("visit", page, part, "url.query:id")
    assert not acts.permits("visit", page, "path", "header:x-report")
    assert not acts.permits("visit", ActRole.NONE, "path", "url.path")
    assert not acts.permits("visit", ActRole.NETWORK_SERVICE, "path", "dns")


def test_parts_that_no_protocol_carries_are_given_to_no_addressed_page_or_network_service(acts):
    for act in acts.acts:
        for receiver in act.receivers:
            if receiver.role in {ActRole.ADDRESSED_PAGE, ActRole.NETWORK_SERVICE} and act.id != "submit-form":
                for part in receiver.parts:
                    assert acts.part(part).carried or part == "file-name", (act.id, part)


def test_acts_without_a_canary_are_judged_by_what_was_observed(acts):
    assert acts.act("news").judged_by is JudgedBy.OBSERVED
    assert acts.act("visit").judged_by is JudgedBy.CANARY


CASES = [
    ("id: search", "id: visit", "id: visit\n    title: words", "wanted each id once, found visit again"),
    ("carries: [term]", "carries: [therm]", "carries: [therm]", "found 'therm' (did you mean 'term'?)"),
    (
        "parts: [path]",
        "parts: [term]",
        "- id: visit",
        "visit: gives away the part 'term', which it does not carry",
    ),
    ("role: addressed-page", "role: none", "- id: visit", "a receiver without a role"),
    ("judged_by: canary", "judged: canary", "judged: canary", "found 'judged'"),
    ("{screening: 2, evidence: 9}", "{screening: 0, evidence: 9}", "times:", "must be 1 or more"),
    (
        "terms are searched",
        "pages are visited",
        'plural: pages are visited\n    done: "search',
        "found 'pages are visited' again",
    ),
    ("terms are searched", "' '", "plural: ' '", "wanted words of its own, found ' '"),
    ("in private mode", "in normal mode", "private: {words: in normal", "found 'in normal mode' again"),
    ("in private mode", "''", "private: {words: ''", "wanted words of its own, found ''"),
    ("in private mode", "'in {value} mode'", "  mode:", "only the words of '*' say {value}"),
    ("with {value} suspended", "with some suspended", "  suspended:", "only the words of '*' say {value}"),
    ("signals: 2", "signals: -1", "  mode:", "0 or more signals"),
    ("  mode:", "  Mode:", "  Mode:", "a condition's name must be like mode, found 'Mode'"),
    ("level: arm", "level: act", "level: act", "'session' or 'arm'"),
    ("page {number}, visited", "page {nubmer}, visited", "done:", "wanted {number} as the only field, found"),
    ("[dns]", "[snl]", "never_alone", "a place in a message, found 'snl' (did you mean 'sni'?)"),
    ("places: [url.path]", "places: ['header:']", "places: ['header", "found 'header:'"),
    ("places: [url.path]", "places: [Body]", "places: [Body", "found 'Body' (did you mean 'body'?)"),
    (
        "places: [url.path]",
        "places: ['header:Via']",
        "places: ['header",
        "in small letters, found 'header:Via'",
    ),
    ("claims/acts/v2", "claims/acts/v1", "schema", "'claims/acts/v2'"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), CASES)
def test_a_mistake_is_told_with_its_line(old, new, at, words):
    text = ACTS.replace(old, new, 1)
    assert text != ACTS
    with pytest.raises(SetupError) as caught:
        small_acts(text)
    message = str(caught.value)
    assert message.startswith(f"features/acts.yaml:{line_of(text, at)}: "), message
    assert words in message
    assert "\n" not in message


def test_no_acts_are_refused():
    text = ACTS[: ACTS.index("acts:\n")] + "acts: []\n"
    with pytest.raises(SetupError, match="wanted at least one act, found none"):
        small_acts(text)


@pytest.mark.parametrize(
    ("lookup", "name", "words"),
    [
        ("act", "vist", "an act of this file, found 'vist' (did you mean 'visit'?); add it under `acts`"),
        ("part", "wing", "a part of this file, found 'wing' (known: path, term); add it under `parts`"),
        (
            "condition",
            "mod",
            "a condition of this file, found 'mod' (did you mean 'mode'?); add it under `conditions`",
        ),
    ],
)
def test_unknown_names_are_refused_with_what_may_be_meant(lookup, name, words):
    with pytest.raises(SetupError) as caught:
        getattr(small_acts(), lookup)(name)
    assert str(caught.value) == f"features/acts.yaml: wanted {words}"


def test_a_value_of_a_condition_has_its_words(acts):
    assert acts.condition_words("mode", "incognito") == "in incognito mode"
    assert acts.condition_words("suspended", "com.example.push") == "with com.example.push suspended"
    with pytest.raises(SetupError, match=r"wanted a value of mode, one of incognito, normal, found 'dark'"):
        acts.condition_words("mode", "dark")


def test_the_acts_as_kept_in_a_run_read_back_equal(acts):
    assert load_acts(acts.canonical, acts.name) == acts
