from __future__ import annotations

import pytest

from harness.ledger import load_acts
from harness.model.act import JudgedBy
from harness.model.destination import ActRole
from harness.model.errors import SetupError

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


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: suggest", "id: search", r":\d+: wanted each id once, found search again"),
        ("carries: [search-term]", "carries: [search-therm]", r":\d+: .*found 'search-therm'"),
        ("parts: [search-term]", "parts: [title]", r":\d+: search: gives away the part 'title'"),
        ("role: chosen-service", "role: none", "a receiver without a role"),
        ("judged_by: canary", "judged: canary", "found 'judged'"),
    ],
)
def test_a_mistake_is_told_with_its_line(features, old, new, words):
    text = (features / "acts.yaml").read_text("utf-8").replace(old, new, 1)
    with pytest.raises(SetupError, match=words):
        load_acts(text, "features/acts.yaml")


def test_no_acts_are_refused():
    with pytest.raises(SetupError, match="at least one act"):
        load_acts("{schema: claims/acts/v1, never_alone: [], parts: {}, acts: []}", "a")


def test_unknown_names_are_refused(acts):
    with pytest.raises(SetupError, match="found 'fly'"):
        acts.act("fly")
    with pytest.raises(SetupError, match="found 'wing'"):
        acts.part("wing")
