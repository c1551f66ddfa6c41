import pytest

from harness.apps.mi_browser import MiBrowser
from harness.model.errors import MeasurementLost

MENU = {
    ("home", "action_my"): "menu",
    ("menu", "key back"): "home",
    ("menu", "menu_history"): "history",
    ("menu", "menu_settings"): "settings",
    ("history", "key back"): "menu",
    ("history-empty", "key back"): "menu",
    ("settings", "key back"): "menu",
}


def browser(played, told, screen, moves=()):
    ui, display = played("mi_browser", screen, {**MENU, **dict(moves)})
    return MiBrowser(told({}), ui), display


def test_history_is_read_and_left_again(played, told):
    app, display = browser(played, told, "home")
    assert app.history() != ()
    assert display.screen == "home"


def test_an_empty_history_is_read_only_from_its_own_screen(played, told):
    assert browser(played, told, "home", {("menu", "menu_history"): "history-empty"})[0].history() == ()
    for other in ("settings", "launcher/home"):
        with pytest.raises(MeasurementLost, match="history"):
            browser(played, told, "home", {("menu", "menu_history"): other})[0].history()


def test_settings_are_opened_by_the_menu_and_left_to_the_home_screen(played, told):
    app, display = browser(played, told, "home")
    app.settings()
    assert display.screen == "settings"
    app.leave_settings()
    assert display.screen == "home"


def test_settings_of_another_app_are_not_the_browsers(played, told):
    with pytest.raises(MeasurementLost, match="the browser's settings"):
        browser(played, told, "home", {("menu", "menu_settings"): "settings/main"})[0].settings()


def test_a_page_that_the_back_key_does_not_leave_is_noticed(played, told):
    with pytest.raises(MeasurementLost, match="after back"):
        browser(played, told, "settings", {("settings", "key back"): "settings"})[0].leave_settings()
