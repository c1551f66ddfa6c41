import pytest

from harness.apps.mi_browser import MiBrowser
from harness.apps.mint_browser import MintBrowser
from harness.model.errors import MeasurementLost

URL = "https://www.example.com/"


def browser(played, told, screen, moves, edits=(), kind=MiBrowser, app="mi_browser"):
    ui, display = played(app, screen, moves, edits)
    return kind(told({}), ui), display


def test_the_first_run_is_told_from_home(played, told):
    assert browser(played, told, "welcome", {})[0].first_run() is True
    assert browser(played, told, "home", {})[0].first_run() is False
    with pytest.raises(MeasurementLost, match="first run"):
        browser(played, told, "settings", {})[0].first_run()


def test_consent_is_given_and_seen(played, told):
    app, display = browser(played, told, "welcome", {("welcome", "agree"): "home"})
    assert app.accept() == "Welcome to Mi Browser"
    assert display.done == ["agree"]
    with pytest.raises(MeasurementLost, match="search_hint"):
        browser(played, told, "welcome", {})[0].accept()


def test_another_apps_welcome_is_not_accepted(played, told):
    edits = (("Welcome to Mi Browser", "Welcome to a new Mi Browser"),)
    app, display = browser(played, told, "welcome", {("welcome", "agree"): "home"}, edits)
    with pytest.raises(MeasurementLost, match="consent screen"):
        app.accept()
    assert display.done == []


VISIT = {("home", "search_hint"): "edit", ("edit", "key enter"): "page"}


def test_a_visit_ends_when_the_page_is_loaded(played, told):
    app, display = browser(played, told, "home", VISIT)
    page = app.visit(URL)
    assert page.address == URL
    assert "An ordinary page" in page.texts
    assert display.done == ["search_hint", "key enter"]


def test_a_visit_to_another_address_is_not_taken_for_it(played, told):
    with pytest.raises(MeasurementLost, match="loaded"):
        browser(played, told, "home", VISIT)[0].visit("https://www.example.com/other")


def test_a_page_that_goes_on_loading_is_not_loaded(played, told):
    edits = (
        (
            'resource-id="com.mi.globalbrowser:id/action_tabs"',
            'resource-id="com.mi.globalbrowser:id/loading"',
        ),
    )
    with pytest.raises(MeasurementLost, match="loaded"):
        browser(played, told, "page", {}, edits)[0].page()


def test_the_browsers_error_is_not_a_page(played, told):
    moves = {("home", "search_hint"): "edit", ("edit", "key enter"): "error"}
    with pytest.raises(MeasurementLost, match="ERR_NAME_NOT_RESOLVED"):
        browser(played, told, "home", moves)[0].visit("https://nowhere.invalid/")


def test_an_unplanned_dialog_is_named_and_left_alone(played, told):
    moves = {("home", "search_hint"): "tabs-confirm"}
    app, display = browser(played, told, "home", moves)
    with pytest.raises(MeasurementLost, match="Close all tabs"):
        app.visit(URL)
    assert display.done == ["search_hint"]


def test_a_feed_item_is_tapped_by_its_number_and_named_by_its_title(played, told):
    moves = {("home", "action_news"): "news", ("news", "feed_title"): "page"}
    app, display = browser(played, told, "home", moves)
    titles = app.news()
    assert len(titles) > 2
    assert app.tap_feed_item(1) == titles[1]
    assert display.done == ["action_news", None] or display.screen == "page"


def test_an_empty_feed_is_no_feed(played, told):
    edits = (("feed_title", "nothing"),)
    with pytest.raises(MeasurementLost, match="feed_title"):
        browser(played, told, "home", {("home", "action_news"): "news"}, edits)[0].news()


def test_a_form_is_sent_by_its_button_and_another_page_must_follow(played, told):
    plain = 'text="A page like many others." resource-id="" class="android.widget.TextView"'
    edits = ((plain, 'text="Send it" resource-id="" class="android.widget.Button"'),)
    with pytest.raises(MeasurementLost, match="another page after a tap on 'Send it'"):
        browser(played, told, "page", {}, edits)[0].submit("Send it")
    with pytest.raises(MeasurementLost, match="ERR_"):
        browser(played, told, "page", {("page", "Send it"): "error"}, edits)[0].submit("Send it")
    with pytest.raises(MeasurementLost, match="no such button"):
        browser(played, told, "page", {}, edits)[0].submit("no such button")


def test_mint_has_words_of_its_own(played, told):
    app, display = browser(
        played, told, "welcome", {("welcome", "agree"): "home"}, kind=MintBrowser, app="mint_browser"
    )
    app.accept()
    assert display.done == ["agree"]
