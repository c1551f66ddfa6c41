import pytest

from harness.apps.browser.mode import INCOGNITO, NORMAL, Mode
from harness.apps.mi_browser import MiBrowser
from harness.apps.mint_browser import MintBrowser
from harness.model.errors import MeasurementLost

MENU = {
    ("home", "action_my"): "menu",
    ("incognito", "action_my"): "menu-incognito",
    ("menu", "menu_incognito"): "menu-incognito",
    ("menu-incognito", "menu_incognito"): "menu",
    ("menu", "key back"): "home",
    ("menu-incognito", "key back"): "incognito",
    ("menu", "menu_history"): "history",
    ("history", "key back"): "menu",
}


def mode(played, told, screen, moves=()):
    ui, display = played("mi_browser", screen, {**MENU, **dict(moves)})
    return Mode(MiBrowser(told({}), ui), None), display


def pairs(signals):
    return {signal.name: (signal.wanted, signal.found) for signal in signals}


def test_incognito_is_entered_and_left_by_the_menu(played, told):
    condition, display = mode(played, told, "home")
    condition.set(INCOGNITO)
    assert display.screen == "incognito"
    assert pairs(condition.prove(INCOGNITO)) == {"marker on the home screen": (INCOGNITO, INCOGNITO)}
    assert pairs(condition.undo(INCOGNITO)) == {"rows added to the history": ("0", "0")}
    assert display.screen == "home"
    assert pairs(condition.prove(INCOGNITO)) == {"marker on the home screen": (INCOGNITO, NORMAL)}


def test_an_arm_in_normal_mode_leaves_what_a_failed_one_left_behind(played, told):
    condition, display = mode(played, told, "incognito")
    condition.set(NORMAL)
    assert display.done == ["action_my", "menu_incognito", "key back"]
    assert pairs(condition.prove(NORMAL)) == {"marker on the home screen": (NORMAL, NORMAL)}
    assert tuple(condition.undo(NORMAL)) == ()


def test_incognito_that_does_not_show_its_marker_is_not_incognito(played, told):
    with pytest.raises(MeasurementLost, match="in the mode incognito, found the other"):
        mode(played, told, "home", {("menu", "menu_incognito"): "menu"})[0].set(INCOGNITO)


def test_another_mode_is_unknown(played, told):
    condition, display = mode(played, told, "home")
    with pytest.raises(MeasurementLost, match="wanted the mode normal or incognito"):
        condition.set("private")
    assert display.done == []


def test_a_new_row_is_seen_also_where_the_screen_holds_no_more_rows_than_before(played, told):
    condition, _ = mode(played, told, "home")
    condition.set(INCOGNITO)
    condition._switch(incognito=False)
    shown = condition.app.history()
    condition.app.history = lambda: ("a page of incognito mode", *shown[:-1])
    assert pairs(condition.undo(INCOGNITO)) == {"rows added to the history": ("0", "1")}


@pytest.mark.parametrize("kind", [MiBrowser, MintBrowser])
def test_the_history_tells_the_modes_apart_on_the_virtual_handset(fresh, phone, kind):
    app = fresh(kind)
    condition = Mode(app, phone)
    condition.set(INCOGNITO)
    app.visit("https://www.example.com/?incognito")
    assert pairs(condition.prove(INCOGNITO)) == {"marker on the home screen": (INCOGNITO, INCOGNITO)}
    assert pairs(condition.undo(INCOGNITO)) == {"rows added to the history": ("0", "0")}
    condition.set(INCOGNITO)
    condition._switch(incognito=False)
    app.visit("https://www.example.com/?normal")
    assert pairs(condition.undo(INCOGNITO)) == {"rows added to the history": ("0", "1")}
