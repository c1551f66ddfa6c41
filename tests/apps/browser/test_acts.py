import pytest

from harness.apps.browser.acts import ACTS, news, search, visit
from harness.apps.mi_browser import MiBrowser
from harness.apps.mint_browser import MintBrowser
from harness.model.errors import MeasurementLost


@pytest.mark.parametrize("kind", [MiBrowser, MintBrowser])
def test_each_act_of_browsing_is_done_and_says_what_showed_it(fresh, given_content, kind):
    app = fresh(kind)
    assert [act.do for act in kind.acts] == [visit, search, news]
    assert visit(app, given_content()) == "the address bar shows https://www.example.com/"
    searched = given_content()
    assert searched.token("search-term") in search(app, searched)
    first, second = given_content(number=1), given_content(number=2)
    for content in (first, second):
        assert content.observed == {}
        assert news(app, content).endswith(content.observed["feed-address"])
        assert content.observed["feed-path"] in content.observed["feed-address"]
    assert first.observed["feed-title"] != second.observed["feed-title"]


def test_parts_that_an_act_declares_are_those_that_it_plants_or_reads(fresh, given_content):
    app = fresh(MiBrowser)
    for act in ACTS:
        content = given_content()
        act.do(app, content)
        given = {*content.tokens, *content.observed}
        assert act.id == "visit" or set(act.parts) <= given


def test_a_page_that_does_not_load_was_not_visited(fresh, given_content):
    with pytest.raises(MeasurementLost, match="ERR_"):
        visit(fresh(MiBrowser), given_content(page="https://nowhere.invalid/"))
