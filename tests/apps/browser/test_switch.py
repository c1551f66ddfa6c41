import pytest

from harness.apps.browser.switch import ABSENT, DEFAULT, OTHER, Switch
from harness.apps.condition import Offered
from harness.apps.mi_browser import MiBrowser
from harness.apps.mint_browser import MintBrowser
from harness.model.errors import MeasurementLost

OPEN = {
    ("home", "action_my"): "menu",
    ("menu", "menu_settings"): "settings",
    ("menu", "key back"): "home",
    ("settings", "Privacy and security"): "privacy",
    ("settings", "key back"): "menu",
    ("privacy", "key back"): "settings",
    ("privacy-without-switch", "key back"): "settings",
}
WITHOUT = {("settings", "Privacy and security"): "privacy-without-switch"}


def switch(played, told, moves=(), edits=()):
    ui, display = played("mi_browser", "home", {**OPEN, **dict(moves)}, edits)
    return Switch(MiBrowser(told({}), ui), None), display


def proved(condition, value):
    (signal,) = condition.prove(value)
    return signal.wanted, signal.found


def test_the_switch_in_its_default_position_is_read_and_read_again(played, told):
    condition, display = switch(played, told)
    words = "When on, usage statistics are not collected in incognito mode"
    assert condition.set(DEFAULT) == Offered(True, words, "off", "on")
    assert display.screen == "privacy"
    condition.leave()
    assert display.screen == "home"
    assert proved(condition, DEFAULT) == ("off", "off")
    assert display.screen == "home"
    assert tuple(condition.undo(DEFAULT)) == ()


def test_words_that_do_not_say_what_is_silent_are_kept_with_the_reason(played, told):
    words = (("usage statistics are not collected in incognito mode", "another tab opens"),)
    offered = switch(played, told, edits=words)[0].set(DEFAULT)
    assert (offered.offered, offered.position, offered.silent) == (True, "off", None)
    assert "which position of the switch is silent" in offered.note


def test_a_version_without_the_switch_offers_none(played, told):
    condition, _ = switch(played, told, WITHOUT)
    assert condition.set(DEFAULT) == Offered(offered=False)
    condition.leave()
    assert proved(condition, DEFAULT) == (ABSENT, ABSENT)


def test_a_switch_that_is_not_there_is_in_no_other_position(played, told):
    condition, _ = switch(played, told, WITHOUT)
    assert condition.set(OTHER) == Offered(offered=False)
    condition.leave()
    wanted, found = proved(condition, OTHER)
    assert (wanted != found, found) == (True, ABSENT)


def test_another_position_is_unknown(played, told):
    condition, display = switch(played, told)
    with pytest.raises(MeasurementLost, match="default or other"):
        condition.set("on")
    assert display.done == []


@pytest.mark.parametrize("kind", [MiBrowser, MintBrowser])
def test_the_other_position_came_with_the_version_that_the_vendor_named(kind):
    assert Switch.since(kind, DEFAULT) is None
    assert Switch.since(kind, OTHER) == kind.switch_since


@pytest.mark.parametrize(("kind", "collecting"), [(MiBrowser, "off"), (MintBrowser, "on")])
def test_the_switch_is_moved_and_proved_on_the_virtual_handset(fresh, phone, kind, collecting):
    app = fresh(kind)
    condition = Switch(app, phone)
    offered = condition.set(DEFAULT)
    assert (offered.position, offered.silent != collecting) == (collecting, True)
    condition.leave()
    moved = condition.set(OTHER)
    assert moved.position == moved.silent == offered.silent
    condition.leave()
    assert proved(condition, OTHER) == (moved.position, moved.position)
    assert app.home()
