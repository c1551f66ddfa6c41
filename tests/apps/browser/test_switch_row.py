import pytest

from harness.apps.browser.polarity import Position
from harness.apps.browser.switch_row import SwitchRow, read_switch
from harness.device.hierarchy import parse
from harness.model.errors import MeasurementLost

MI, MINT = "com.mi.globalbrowser", "com.mi.globalbrowser.mini"
FLIP = (('checked="false"', 'checked="TRUE"'), ('checked="true"', 'checked="false"'), ('"TRUE"', '"true"'))


def test_the_switch_is_read_with_its_words(played):
    ui, _ = played("mi_browser", "privacy", {})
    state = SwitchRow(ui, MI).read()
    assert (state.exists, state.position, state.silent_position) == (True, Position.OFF, Position.ON)
    assert state.summary == "When on, usage statistics are not collected in incognito mode"
    assert parse(state.screen)


def test_mint_says_it_the_other_way_round(played):
    ui, _ = played("mint_browser", "privacy", {})
    state = SwitchRow(ui, MINT).read()
    assert (state.position, state.silent_position) == (Position.ON, Position.OFF)


def test_a_version_without_the_switch_is_read_to_the_end_of_its_list(played):
    ui, display = played("mi_browser", "privacy-without-switch", {})
    state = SwitchRow(ui, MI).read()
    assert (state.exists, state.position, state.summary) == (False, None, "")
    assert display.done == ["drag"]
    with pytest.raises(MeasurementLost, match="no such row"):
        SwitchRow(ui, MI).set(Position.ON)


def test_absence_is_not_read_from_another_apps_screen(played):
    ui, _ = played("settings", "main", {})
    with pytest.raises(MeasurementLost, match=r"found com\.android\.settings"):
        SwitchRow(ui, MI).read()


def test_a_switch_that_moves_is_read_back(played):
    ui, display = played("mi_browser", "privacy", {("privacy", "Enhanced incognito mode"): "privacy"})
    touch = display.touch

    def flip(x, y):
        display.edits = FLIP
        touch(x, y)

    display.touch = flip
    assert SwitchRow(ui, MI).set(Position.OFF).position is Position.OFF
    assert display.done == []
    assert SwitchRow(ui, MI).set(Position.ON).position is Position.ON
    assert display.done == [None]


def test_a_switch_that_does_not_move_is_noticed(played):
    ui, _ = played("mi_browser", "privacy", {})
    with pytest.raises(MeasurementLost, match="switch 'Enhanced incognito mode' on"):
        SwitchRow(ui, MI).set(Position.ON)


def test_a_row_without_a_switch_is_no_reading(played):
    ui, _ = played("mi_browser", "privacy", {}, (("android:id/switch_widget", "x:id/gone"),))
    with pytest.raises(MeasurementLost):
        read_switch(ui.hierarchy())


def test_the_page_is_opened_from_the_settings(played):
    ui, display = played("mi_browser", "settings", {("settings", "Privacy and security"): "privacy"})
    assert SwitchRow.open(ui, MI).read().exists
    assert display.done == ["Privacy and security"]
