import pytest

from harness.apps.mi_browser import MiBrowser
from harness.model.errors import MeasurementLost, SetupError

START = "am start -n com.mi.globalbrowser/com.android.browser.BrowserActivity"
STARTED = "Starting: Intent { cmp=com.mi.globalbrowser/com.android.browser.BrowserActivity }\n"


def app(told, ui, **answers):
    return MiBrowser(told({START: STARTED, **answers}), ui)


def test_it_is_started_by_am_and_waited_for(told, played):
    ui, _ = played("mi_browser", "home", {})
    browser = app(told, ui)
    assert browser.launch().package == "com.mi.globalbrowser"
    assert browser.shell.commands == [START]


@pytest.mark.parametrize(
    "said",
    [
        ("Starting: Intent\n", "Error type 3\nError: Activity class {a/b} does not exist.\n", 0),
        ("", "cmd: Can't find service: activity\n", 20),
    ],
)
def test_a_start_that_failed_with_exit_0_is_noticed(told, played, said):
    ui, _ = played("mi_browser", "home", {})
    with pytest.raises(SetupError, match="started"):
        MiBrowser(told({START: said}), ui).launch()


def test_an_app_that_does_not_come_to_the_front_is_noticed(told, played):
    ui, _ = played("mi_browser", "launcher/home", {})
    with pytest.raises(MeasurementLost, match="in front"):
        app(told, ui).launch()


def test_it_is_left_by_the_home_key(told, played):
    ui, _ = played("mi_browser", "home", {("home", "key home"): "launcher/home"})
    assert app(told, ui).background().package == "com.miui.home"
    ui, _ = played("mi_browser", "home", {})
    with pytest.raises(MeasurementLost):
        app(told, ui).background()


def test_clearing_must_succeed(told, played):
    ui, _ = played("mi_browser", "home", {})
    app(told, ui, **{"pm clear com.mi.globalbrowser": "Success\n"}).clear()
    for said in ("Failed\n", ""):
        with pytest.raises(MeasurementLost, match="cleared"):
            app(told, ui, **{"pm clear com.mi.globalbrowser": said}).clear()
    app(told, ui, **{"am force-stop com.mi.globalbrowser": ""}).stop()


def test_the_version_is_the_phones_own_word(told, played):
    ui, _ = played("mi_browser", "home", {})
    dump = (
        "Packages:\n  Package [com.mi.globalbrowser] (1a):\n"
        "    versionCode=7 minSdk=21\n    versionName=12.1.4-g\n"
        "    signatures=PackageSignatures{9f version:2, signatures:[aa], past signatures:[]}\n"
    )
    answers = {
        "pm list packages -U": "package:com.mi.globalbrowser uid:10123\n",
        "dumpsys package com.mi.globalbrowser": dump,
    }
    assert app(told, ui, **answers).version() == "12.1.4-g"
