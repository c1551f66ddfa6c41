"""A phone is opened, and left as it was wherever that fails."""

from __future__ import annotations

import errno
import json
from typing import Any

import pytest

from harness.bench import opening, preparation
from harness.bench.ending import Ending
from harness.bench.opening import open_phone
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.packages import read_packages
from harness.device.setting import Proxy
from harness.model.errors import SetupError
from harness.model.lines import CalibrationOpened, Fault, Intervention, Noted, Refused, Restored, TimelineLine
from harness.model.planted import PlantedKind
from harness.store.adapters import TIMELINE
from harness.store.folder import RunFolder
from harness.store.lines import parse_line
from harness.store.run import StoredRun
from tests.bench.opened import Bench
from tests.bench.stage import MI

BEFORE_THE_FOLDER = ("read_identity", "admit", "read_packages", "plan", "RunFolder")
AFTER_IT = (
    "copy_tables",
    "plan_document",
    "start_recorder",
    "read_digests",
    "run_document",
    "lead_through",
    "PhoneDisplay",
    "Ui",
    "SocketSampler",
    "read_identifiers",
    "Tools",
    "SessionRecorder",
    "calibrate",
)


def timeline(bench: Bench) -> list[TimelineLine]:
    path = bench.job.folder / "data" / "timeline.jsonl"
    return [parse_line(line, TIMELINE) for line in path.read_bytes().splitlines(keepends=True)]


def broken(*_: object, **__: object) -> Any:
    raise SetupError("wanted it, found it broken")


def test_an_open_phone_leads_through_the_recorder_and_is_put_back_by_its_ending(bench: Bench) -> None:
    before, ending = bench.state(), Ending()
    phone = open_phone(bench.job, bench.study, bench.drivers, ending)

    assert Proxy().read(bench.phone) == f"127.0.0.1:{bench.recorder.port}"
    assert bench.state() != before
    assert phone.plan.part("INC-03.silent", "mi-browser") is not None
    ending.close()
    assert bench.state() == before
    assert (bench.recorder.running, bench.sampler.stopped, bench.display.closed) == (False, True, True)
    changed, restored = (
        [line.change for line in timeline(bench) if isinstance(line, kind)]
        for kind in (Intervention, Restored)
    )
    assert restored == changed[::-1]
    assert len(changed) >= 3


def test_a_phone_is_put_back_also_where_the_run_can_no_longer_be_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    before, ending = bench.state(), Ending()
    open_phone(bench.job, bench.study, bench.drivers, ending)
    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "write", full)
        ending.close()

    assert bench.state() == before


def test_everything_that_a_judgement_needs_is_written_before_the_first_act(bench: Bench) -> None:
    ending = Ending()
    open_phone(bench.job, bench.study, bench.drivers, ending)
    ending.close()
    data = bench.job.folder / "data"
    (data / "exchanges.jsonl").touch()
    stored = StoredRun(bench.job.folder)
    kinds = {value.kind for value in stored.planted()}

    assert stored.facts().calibration_app == "com.mi.globalbrowser"
    assert stored.plan().sessions
    assert {PlantedKind.BLANK, PlantedKind.IDENTIFIER} <= kinds
    assert {value.part for value in stored.planted() if value.kind is PlantedKind.BLANK} >= {"search-term"}
    assert json.loads((data / "seed.json").read_bytes())["seed"] == bench.job.seed


def test_what_a_dead_run_left_is_undone_first_and_told(bench: Bench) -> None:
    before = bench.state()
    Changes(bench.phone, KINDS).change(Proxy(), "127.0.0.1:9")
    ending = Ending()
    open_phone(bench.job, bench.study, bench.drivers, ending)
    ending.close()
    first = timeline(bench)[0]

    assert isinstance(first, Restored)
    assert first.dead_run
    assert bench.state() == before


@pytest.mark.parametrize("step", [*BEFORE_THE_FOLDER, *AFTER_IT])
def test_wherever_opening_fails_the_phone_is_put_back_and_the_run_says_why(
    bench: Bench, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.state()
    monkeypatch.setattr(opening, step, broken)
    with pytest.raises(SetupError, match="found it broken"), bench.run():
        raise AssertionError("entered")

    assert bench.state() == before
    assert bench.job.folder.exists() == (step in AFTER_IT)
    if step in AFTER_IT:
        said = [line.reason for line in timeline(bench) if isinstance(line, Refused)]
        assert said == ["wanted it, found it broken"]
        assert not bench.job.folder.with_suffix(".sequence").exists(), "the folder is closed"
    began = AFTER_IT.index(step) if step in AFTER_IT else -1
    assert bench.recorder.running == (began <= AFTER_IT.index("start_recorder"))
    assert bench.display.closed == (began > AFTER_IT.index("PhoneDisplay"))
    assert bench.sampler.stopped == (began > AFTER_IT.index("SocketSampler"))


def test_a_change_that_the_phone_refuses_in_the_middle_is_undone_with_those_before_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.state()
    monkeypatch.setattr(preparation.CaCertificate, "write", broken)
    with pytest.raises(SetupError, match="found it broken"), bench.run():
        raise AssertionError("entered")

    assert bench.state() == before


def test_ctrl_c_while_opening_puts_the_phone_back_and_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = bench.state()
    monkeypatch.setattr(opening, "read_identifiers", interrupt)
    with pytest.raises(KeyboardInterrupt), bench.run():
        raise AssertionError("entered")

    assert bench.state() == before
    assert [line.fault for line in timeline(bench) if isinstance(line, Fault)] == ["interrupted"]


def test_ctrl_c_whose_signal_was_lost_before_is_heeded_before_the_phone_is_opened(bench: Bench) -> None:
    run = bench.run()
    run.job.interrupted.touch()
    before = bench.state()
    with pytest.raises(KeyboardInterrupt), run:
        raise AssertionError("entered")

    assert bench.state() == before
    assert not run.job.folder.exists()


def test_a_handset_on_which_nothing_planned_applies_is_opened_and_calibrates_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(phone: Any) -> tuple[Any, ...]:
        return tuple(package for package in read_packages(phone) if package.name != MI)

    before = bench.state()
    monkeypatch.setattr(opening, "read_packages", without)
    with bench.run() as run:
        (part,) = run.plan.parts
        assert part.why_not == "Mi Browser is not installed"
        assert (run.plan.sessions, run.plan.arms) == ((), ())

    assert not [line for line in timeline(bench) if isinstance(line, (CalibrationOpened, Noted, Fault))]
    assert bench.state() == before
