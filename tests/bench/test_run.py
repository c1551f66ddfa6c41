"""A run from its first session to its end: recorded once, lost aloud, put back whatever happens."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field, replace

import pytest

from harness.bench.run import INTERRUPTED, HandsetRun
from harness.device.identity import read_identity
from harness.model.arm import ArmKey
from harness.model.errors import HarnessError, MeasurementLost, SetupError
from harness.model.lines import Fault
from harness.model.plan import PlannedSession
from harness.store.run import StoredRun
from tests.bench.opened import Bench


@dataclass
class FakeSessions:
    """Records by writing down; breaks where it is told."""

    recorded: list[PlannedSession] = field(default_factory=list)
    broken: BaseException | None = None
    closed: int = 0
    ticks: int = 0

    def record(self, planned: PlannedSession) -> None:
        self.recorded.append(planned)
        self._break()

    def tick(self) -> None:
        self.ticks += 1
        self._break()

    def close_all(self) -> None:
        self.closed += 1
        self._break()

    def _break(self) -> None:
        if self.broken is not None:
            raise self.broken


@pytest.fixture
def sessions() -> FakeSessions:
    return FakeSessions()


@pytest.fixture
def run(bench: Bench, sessions: FakeSessions, monkeypatch: pytest.MonkeyPatch) -> HandsetRun:
    """A run of two sessions, to be entered; its sessions are written down."""
    monkeypatch.setattr("harness.bench.opening.SessionRecorder", lambda *_: sessions)
    monkeypatch.setattr("harness.bench.opening.calibrate", lambda *_: None)
    return bench.run()


def faults(run: HandsetRun) -> list[tuple[str, str]]:
    (run.job.folder / "data" / "exchanges.jsonl").touch()
    return [
        (line.fault, line.detail) for line in StoredRun(run.job.folder).timeline if isinstance(line, Fault)
    ]


def first_of(run: HandsetRun) -> tuple[ArmKey, ...]:
    return tuple(session.arms[0] for session in run.plan.sessions)


def test_every_attribute_exists_once_it_is_entered_and_the_phone_leads_through_the_recorder(
    run: HandsetRun, bench: Bench
) -> None:
    before = bench.state()
    with run:
        assert bench.state() != before
        assert (run.recorded, run.lost) == (0, None)
        assert run.firmware == read_identity(bench.phone).firmware.fingerprint
        assert run.plan.parts


def test_arms_are_asked_for_in_any_order_and_recorded_in_that_of_the_plan(
    run: HandsetRun, sessions: FakeSessions
) -> None:
    with run:
        one, two = first_of(run)
        assert run.advance(two) is True
        assert [item.key for item in sessions.recorded] == [one.session, two.session]
        assert run.recorded == 2


def test_a_session_is_recorded_once(run: HandsetRun, sessions: FakeSessions) -> None:
    with run:
        (first, *_), (second, *_) = (session.arms for session in run.plan.sessions)
        assert [run.advance(key) for key in (first, first, second, first)] == [True, False, True, False]
        assert len(sessions.recorded) == 2


def test_an_arm_that_was_not_planned_is_refused(run: HandsetRun) -> None:
    with run, pytest.raises(SetupError, match="planned arm"):
        run.advance(replace(first_of(run)[0], repeat=9))


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (MeasurementLost("the recorder is gone"), "MeasurementLost"),
        (OSError(errno.ENOSPC, "No space left on device"), "OSError"),
    ],
)
def test_a_loss_is_a_fault_and_nothing_is_recorded_or_waited_for_after_it(
    run: HandsetRun, sessions: FakeSessions, bench: Bench, loss: Exception, name: str
) -> None:
    before = bench.state()
    with run:
        one, two = first_of(run)
        sessions.broken = loss
        with pytest.raises(type(loss)):
            run.advance(one)
        sessions.broken = None
        with pytest.raises(SetupError, match="run is lost: "):
            run.advance(two)
        run.tick()

    assert (len(sessions.recorded), sessions.ticks, sessions.closed) == (1, 0, 0)
    assert faults(run) == [(name, str(loss))]
    assert bench.state() == before


def test_the_end_waits_for_the_last_windows_and_puts_the_phone_back(
    run: HandsetRun, sessions: FakeSessions, bench: Bench
) -> None:
    before = bench.state()
    with run:
        run.tick()
        assert sessions.ticks == 0, "nothing is open yet"
        run.advance(first_of(run)[0])
        run.tick()

    assert (sessions.ticks, sessions.closed, run.lost) == (1, 1, None)
    assert bench.state() == before
    assert faults(run) == []


@pytest.mark.parametrize("way", ["raised", "told"])
def test_an_interrupted_run_waits_for_no_window(
    run: HandsetRun, sessions: FakeSessions, bench: Bench, way: str
) -> None:
    before = bench.state()
    if way == "raised":
        with pytest.raises(KeyboardInterrupt), run:
            raise KeyboardInterrupt
    else:
        with run:
            run.lost = INTERRUPTED

    assert sessions.closed == 0
    assert faults(run) == [("interrupted", "ended by Ctrl-C")]
    assert bench.state() == before


def test_ctrl_c_whose_signal_was_lost_ends_it_before_the_next_session(
    run: HandsetRun, sessions: FakeSessions, bench: Bench
) -> None:
    def measure() -> None:
        with run:
            run.job.interrupted.touch()
            run.advance(run.plan.arms[0])

    before = bench.state()
    with pytest.raises(KeyboardInterrupt):
        measure()

    assert run.recorded == 0
    assert faults(run) == [("interrupted", "ended by Ctrl-C")]
    assert bench.state() == before


def test_ctrl_c_in_the_last_window_is_told_and_the_phone_put_back(
    run: HandsetRun, sessions: FakeSessions, bench: Bench
) -> None:
    before = bench.state()
    with pytest.raises(KeyboardInterrupt), run:
        sessions.broken = KeyboardInterrupt()

    assert faults(run) == [("interrupted", "ended by Ctrl-C")]
    assert bench.state() == before


@pytest.mark.parametrize("broken", [MeasurementLost("offline"), OSError(errno.ENOSPC, "no space")])
def test_a_loss_in_the_last_window_is_a_fault_and_the_phone_is_put_back(
    run: HandsetRun, sessions: FakeSessions, bench: Bench, broken: Exception
) -> None:
    before = bench.state()
    with run:
        sessions.broken = broken

    assert run.lost == str(broken)
    assert len(faults(run)) == 1
    assert bench.state() == before


def test_a_handset_that_is_not_there_is_an_error_before_anything_is_written(
    run: HandsetRun, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise SetupError("no phone at all")

    monkeypatch.setattr("harness.bench.opening.Device.open", absent)
    with pytest.raises(HarnessError, match="no phone at all"), run:
        raise AssertionError("entered")
    assert not bench.job.folder.exists()
