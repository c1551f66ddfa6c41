from __future__ import annotations

import pytest

from harness.virtual.apps.browser.news import Item
from harness.virtual.apps.browser.pages import parse
from harness.virtual.apps.browser.screens import Screens
from harness.virtual.apps.browser.skins import SKINS
from harness.virtual.layout import arrange

BOUNDS = (0, 80, 1080, 2340)


@pytest.fixture(params=SKINS, ids=lambda skin: skin.package)
def screens(request):
    return Screens(request.param), request.param.package


def ids(node, package):
    prefix = f"{package}:id/"
    placed = arrange(node, BOUNDS)
    return {
        part.resource_id.removeprefix(prefix) for part in placed.walk() if part.resource_id.startswith(prefix)
    }


def test_the_screens_have_the_known_resource_ids(screens):
    made, package = screens
    feed = [Item("1", "title", "https://a.test/")]

    assert {"title", "agree", "disagree"} <= ids(made.welcome(), package)
    bar = {"action_home", "action_tabs", "action_my", "action_news"}
    assert bar | {"search_hint", "feed_list", "feed_title"} <= ids(made.home(feed, incognito=False), package)
    hidden = ids(made.home(feed, incognito=True), package)
    assert "incognito_marker" in hidden
    assert "feed_title" not in hidden
    assert "feed_title" in ids(made.news(feed, incognito=True), package)
    assert ids(made.editing("x"), package) == {"url"}
    menu = {"menu_incognito", "menu_history", "menu_settings", "menu_downloads"}
    assert menu <= ids(made.menu(incognito=True), package)


def test_a_page_shows_loading_while_it_loads(screens):
    made, package = screens
    page = parse("<p>x<a href=/y>z</a><form><input type=submit value=Go></form>", "https://a.test/")

    assert "loading" in ids(made.page(page, loading=True), package)
    shown = made.page(page, loading=False)
    assert "loading" not in ids(shown, package)
    clickable = {
        (node.class_name, node.text) for node in shown.walk() if node.clickable and not node.resource_id
    }
    assert clickable == {("android.view.View", "z"), ("android.widget.Button", "Go")}
