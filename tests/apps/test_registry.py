import pkgutil
from types import ModuleType

import pytest

import harness.apps
from harness.apps.act import Act
from harness.apps.app import App
from harness.apps.condition import Condition
from harness.apps.mi_browser import MiBrowser
from harness.apps.registry import Drivers, built_in, declared
from harness.apps.system import Running
from harness.model.arm import ArmKind
from harness.model.errors import SetupError
from harness.model.scenario import ArmRow


class Lamp(Condition):
    """A condition that came with version 2."""

    name = "lamp"

    @classmethod
    def since(cls, app, value):
        return "2.0" if value == "on" else None


class Notes(App):
    """An app with one act and one condition."""

    name, package, activity = "notes", "org.example.notes", ".Main"
    acts = (Act("write-note", ("note",), lambda app, content: "written"),)
    conditions = (Lamp,)


class Clock(App):
    """An app that does nothing and fixes nothing."""

    name, package, activity = "clock", "org.example.clock", ".Main"


DRIVERS = Drivers([Notes, Clock])


def row(kind=ArmKind.RESTRICTIVE, acts=(), consent=(), **conditions):
    return ArmRow(kind, consent, tuple(conditions.items()), acts, 1)


def test_every_module_that_declares_an_app_is_found():
    apps = built_in()
    assert MiBrowser in apps
    modules = {item.name.replace("_", "-") for item in pkgutil.iter_modules(harness.apps.__path__)}
    assert {app.name for app in apps} <= modules
    assert Drivers(apps).driver(MiBrowser.name) is MiBrowser


def test_a_module_without_app_declares_none():
    declaring = ModuleType("clock")
    declaring.APP = Clock
    assert tuple(declared([ModuleType("helpers"), declaring])) == (Clock,)


def test_a_declared_app_that_is_none_is_refused():
    declaring = ModuleType("clock")
    declaring.APP, declaring.__file__ = 5, "clock.py"
    with pytest.raises(SetupError, match=r"clock\.py: wanted APP to be a subclass of App, found 5"):
        tuple(declared([declaring]))


def test_two_apps_of_one_name_are_refused():
    class Other(App):
        name, package, activity = "notes", "org.example.other", ".Main"

    with pytest.raises(SetupError, match="each app once, found notes twice"):
        Drivers([Notes, Other])


@pytest.mark.parametrize(("field", "what"), [("acts", "write-note"), ("conditions", "lamp")])
def test_an_act_or_a_condition_declared_twice_is_refused(field, what):
    twice = type("Twice", (Notes,), {"name": "twice", field: getattr(Notes, field) * 2})
    with pytest.raises(SetupError, match=f"of twice once, found {what} twice"):
        Drivers([twice])


def test_what_nobody_drives_is_named_with_the_remedy():
    with pytest.raises(SetupError, match=r"driver for the app radio, found notes, clock; add"):
        DRIVERS.driver("radio")
    with pytest.raises(SetupError, match="driver for the app notes, found none"):
        Drivers([]).driver("notes")
    with pytest.raises(SetupError, match="driver of notes for the act sing, found none"):
        DRIVERS.lacks("notes", "1", row(acts=("write-note", "sing")))
    with pytest.raises(SetupError, match="clock that can fix the condition lamp, found none"):
        DRIVERS.lacks("clock", "1", row(lamp="on"))


def test_conditions_of_the_system_are_every_apps():
    assert DRIVERS.condition("clock", "running") is Running
    assert DRIVERS.condition("notes", "lamp") is Lamp


@pytest.mark.parametrize(
    ("version", "value", "why"),
    [
        ("1.9", "on", "org.example.notes 1.9 has no lamp on, which came with 2.0"),
        ("2.0", "on", None),
        ("2.0.1-g", "on", None),
        ("1.9", "off", None),
    ],
)
def test_a_condition_counts_from_the_version_that_brought_it(version, value, why):
    assert DRIVERS.lacks("notes", version, row(acts=("write-note",), lamp=value)) == why
    assert DRIVERS.lacks("notes", version, row(acts=("write-note",), consent=(("lamp", value),))) == why


def test_a_version_that_cannot_be_compared_is_an_error():
    with pytest.raises(SetupError, match=r"org\.example\.notes on the handset: wanted a version"):
        DRIVERS.lacks("notes", "unknown", row(acts=("write-note",), lamp="on"))


def test_an_arm_without_the_running_app_does_and_fixes_nothing_in_it():
    blank = ArmKind.BLANK
    assert DRIVERS.lacks("notes", "2", row(blank, running="no")) is None
    assert DRIVERS.lacks("notes", "2", row(blank, consent=(("lamp", "on"),), running="no")) is None
    assert DRIVERS.lacks("notes", "2", row(blank, running="no", suspended="org.example.relay")) is None
    with pytest.raises(SetupError, match="left alone in an arm with running no, found write-note there"):
        DRIVERS.lacks("notes", "2", row(acts=("write-note",), running="no"))
    with pytest.raises(SetupError, match="left alone in an arm with running no, found lamp there"):
        DRIVERS.lacks("notes", "2", row(blank, running="no", lamp="on"))
