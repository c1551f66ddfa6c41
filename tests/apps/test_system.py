import pytest

from harness.apps.condition import Phone
from harness.apps.mi_browser import MiBrowser
from harness.apps.system import CONDITIONS, ExperienceProgram, Running, SuspendedPackage
from harness.device.suspension import Suspended
from harness.model.errors import MeasurementLost, SetupError

RELAY = "com.xiaomi.xmsf"


def proved(condition, value):
    signals = tuple(condition.prove(value))
    return [signal.name for signal in signals], all(signal.wanted == signal.found for signal in signals)


def pid(device, package):
    rows = (line.split() for line in device.run("ps -A -o PID,NAME").stdout.splitlines())
    return [number for number, name in rows if name == package]


def test_each_condition_of_the_system_has_a_name_of_its_own():
    assert len({condition.name for condition in CONDITIONS}) == len(CONDITIONS)


def test_a_package_is_suspended_proved_and_released(bench, phone):
    condition = SuspendedPackage(MiBrowser(*bench), phone)
    assert condition.set(RELAY) is None
    assert proved(condition, RELAY) == (["dumpsys package"], True)
    assert tuple(condition.undo(RELAY)) == ()
    assert proved(condition, RELAY) == (["dumpsys package"], False)
    assert phone.changes.pending() == ()


def test_a_package_that_was_suspended_before_stays_so(bench, phone):
    phone.changes.change(Suspended(RELAY), new=True)
    condition = SuspendedPackage(MiBrowser(*bench), phone)
    condition.set(RELAY)
    condition.abandon()
    assert Suspended(RELAY).read(phone.device) is True


def test_a_suspension_that_failed_half_way_is_taken_back(bench, phone):
    """`pm` says that it failed, after the journal was written: the entry must not stand."""

    class Refusing:
        serial = phone.device.serial
        push = phone.device.push

        def run(self, command, timeout=30.0):
            found = phone.device.run(command, timeout)
            if command.startswith("pm suspend"):
                raise MeasurementLost("cut off")
            return found

    refusing = Refusing()
    half = Phone(
        refusing,
        type(phone.changes)(refusing, phone.changes._kinds, folder=phone.changes.journal.path.parent),
    )
    condition = SuspendedPackage(MiBrowser(*bench), half)
    with pytest.raises(MeasurementLost):
        condition.set(RELAY)
    assert len(phone.changes.pending()) == 1
    condition.abandon()
    assert (phone.changes.pending(), Suspended(RELAY).read(phone.device)) == ((), False)


def test_nothing_is_taken_back_of_what_never_began(bench, phone):
    condition = SuspendedPackage(MiBrowser(*bench), phone)
    with pytest.raises(SetupError):
        condition.set("no.such.package")
    condition.abandon()
    assert phone.changes.pending() == ()


def test_the_program_is_set_for_an_app_that_starts_anew_and_put_back(fresh, phone):
    app = fresh(MiBrowser)
    before = ExperienceProgram.SETTING.read(phone.device)
    running = pid(phone.device, app.package)
    condition = ExperienceProgram(app, phone)
    for value in ("off", "on"):
        condition.set(value)
        assert proved(condition, value) == (["settings"], True)
        assert pid(phone.device, app.package) not in ([], running)
        condition.abandon()
        assert ExperienceProgram.SETTING.read(phone.device) == before
    with pytest.raises(MeasurementLost, match="on or off"):
        condition.set("maybe")


def test_an_app_in_front_is_stopped_and_its_absence_read_from_the_whole_list(fresh, phone):
    app = fresh(MiBrowser)
    condition = Running(app, phone)
    assert proved(condition, "no") == (["ps"], False)
    condition.set("no")
    assert proved(condition, "no") == (["ps"], True)
    assert tuple(condition.undo("no")) == ()
    assert app.foreground().package == app.package
    with pytest.raises(MeasurementLost, match="not running"):
        condition.set("yes")


def test_a_list_of_the_shells_own_processes_proves_no_absence(told):
    hidden = told({"ps -A -o NAME": "NAME\nsh\nps\n"})
    with pytest.raises(MeasurementLost, match="system_server"):
        tuple(Running(MiBrowser(hidden, None), Phone(hidden, None)).prove("no"))
    remote = told({"ps -A -o NAME": "NAME\nsystem_server\ncom.mi.globalbrowser:push\n"})
    (signal,) = Running(MiBrowser(remote, None), Phone(remote, None)).prove("no")
    assert signal.found == MiBrowser.package
