"""Where a run stands, in one line, from a timeline that is still being written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.bench.duration import Pace, Stretch
from harness.bench.progress import Progress, Tail
from harness.model.arm import ArmKind
from harness.model.claim import Grade
from harness.model.documents import PlanDocument
from harness.model.lines import (
    ActDone,
    ActOutcome,
    ArmClosed,
    ArmOpened,
    CalibrationOpened,
    ControlKind,
    ControlSent,
    Fault,
    Noted,
    ScenarioStarted,
    SessionClosed,
    StepStarted,
    TimelineLine,
    Waiting,
)
from harness.model.plan import Plan, PlannedSession
from harness.model.planted import ControlBy, End, PlantedId
from harness.store.adapters import encode_document
from harness.store.lines import microseconds
from tests.bench.stage import key, session

OTHER = (("switch", "other"),)
CLOCK = {"phone_ms": 0, "offset_ms": 0}
NOW = "2026-11-22T14:30:00.000000Z"
NOW_US = microseconds(NOW)
PACE = Pace(60, virtual=True)
SOON = "about 30 s left"


STAMP = {"time_us": NOW_US}


def fed(*lines: TimelineLine, planned: int = 8) -> Progress:
    plan = (Stretch("a", (1,) * planned, 60),) if planned else ()
    progress = Progress("desk", Path("nowhere"), named, PACE, plan)
    for line in lines:
        progress.take(line)
    return progress


def named(name: str) -> str:
    """The words of an arm or session."""
    return f"[{name}]"


def opened(arm: str = "a") -> ArmOpened:
    return ArmOpened(arm=arm, app="x", phone_ms=0, offset_ms=0, offset_error_ms=0, **STAMP)


def closed(arm: str = "a", time_us: int = NOW_US) -> ArmClosed:
    return ArmClosed(arm=arm, phone_ms=0, offset_ms=0, aborted=None, time_us=time_us)


def act() -> ActDone:
    return ActDone(arm="a", act="visit", number=1, outcome=ActOutcome.DONE, **STAMP)


def waiting(seconds: float, session: str = "a") -> Waiting:
    return Waiting(session=session, seconds=seconds, **STAMP)


def started(title: str = "x") -> ScenarioStarted:
    return ScenarioStarted(scenario="s", title=title, **STAMP)


def step(text: str) -> StepStarted:
    return StepStarted(scenario="s", keyword="When", text=text, **STAMP)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def line(what: str, **facts: Any) -> str:
    return (
        json.dumps({"seq": 1, "t": NOW, "what": what, **facts}, ensure_ascii=False, separators=(",", ":"))
        + "\n"
    )


def write_plan(data: Path, *sessions: PlannedSession) -> None:
    plan = Plan(Grade.SCREENING, (), sessions)
    document = PlanDocument.of(plan, (), seed_commitment="", ruleset={})
    (data / "plan.json").write_bytes(encode_document(document))


def test_before_there_is_a_plan_the_handset_is_being_opened() -> None:
    assert fed(planned=0).line(NOW_US) == "opening the handset"


def test_scenario_step_and_arm_are_said_while_it_measures() -> None:
    progress = fed(
        started("Nothing leaves: Mi Browser"),
        step("pages are visited"),
        opened("mi-browser/permissive"),
        act(),
    )

    assert progress.line(NOW_US) == (
        f"0/8 arms, 0 exchanges, {SOON} · [mi-browser/permissive] · Nothing leaves: Mi Browser · "
        "When pages are visited"
    )
    assert progress.scenarios == 1


def test_a_closed_arm_counts_and_is_no_longer_said() -> None:
    progress = fed(opened(), act(), act(), closed())

    assert progress.line(NOW_US).startswith("1/8 arms, 0 exchanges, about ")
    assert "[a]" not in progress.line(NOW_US)
    assert progress.acts == 2


@pytest.mark.parametrize(("later_s", "left"), [(0, 25), (10.4, 15), (24.9, 0), (60, 0)])
def test_waiting_says_for_what_and_how_long_still(later_s: float, left: int) -> None:
    progress = fed(step("it waits"), waiting(25))

    said = progress.line(NOW_US + int(later_s * 1e6))

    assert said.startswith("0/8 arms, 0 exchanges, about ")
    assert said.endswith(f" left · waiting {left} s for the closing window of [a]")


def test_waiting_is_over_with_the_next_deed_but_not_with_a_note() -> None:
    ended = SessionClosed(session="a", phone_ms=0, window_s=1, **STAMP)
    sent = ControlSent(
        arm="a",
        control=ControlKind.NONCE,
        at=End.END,
        by=ControlBy.SHELL,
        way="nc",
        planted=PlantedId("nonce:1"),
        **STAMP,
    )

    assert "window" in fed(waiting(25), Noted(place="a", text="x", **STAMP)).line(NOW_US)
    assert "window" in fed(waiting(25), sent).line(NOW_US)
    assert "window" not in fed(waiting(25), ended).line(NOW_US)


def test_the_calibration_is_said() -> None:
    assert "calibrating" in fed(CalibrationOpened(app="x", **STAMP)).line(NOW_US)


def test_at_the_end_it_says_what_was_recorded() -> None:
    progress = fed(act(), closed())
    progress.exchanges, progress.ended = 41, True

    assert progress.line(NOW_US) == "done: 1 arm, 1 act, 41 exchanges"


@pytest.mark.parametrize("planned", [0, 8])
def test_a_handset_without_an_arm_was_not_measured(planned: int) -> None:
    progress = fed(planned=planned)
    progress.ended = True

    assert progress.line(NOW_US) == "ended before anything was measured"


def test_faults_are_kept_in_order() -> None:
    progress = fed(*(Fault(fault="f", detail=detail, **STAMP) for detail in ("one", "two")))

    assert progress.faults == ["one", "two"]


def test_a_growing_folder_is_taken_in_bit_by_bit(data: Path) -> None:
    progress = Progress("desk", data.parent, pace=PACE)
    progress.update()
    assert progress.line(NOW_US) == "opening the handset"

    write_plan(data, session(key(), key(ArmKind.BLANK)), session(key(consent=OTHER)))
    append(data / "timeline.jsonl", line("arm-opened", arm="a", app="x", **CLOCK, offset_error_ms=0))
    append(data / "exchanges.jsonl", '{"event":"sent","id":"1"}\n{"event":"answered","id":"1"}\n')
    progress.update()
    assert progress.line(NOW_US) == "0/3 arms, 1 exchange, about 30 s left · a"

    append(data / "timeline.jsonl", line("arm-closed", arm="a", **CLOCK, aborted=None))
    append(data / "exchanges.jsonl", '{"event":"sent","id":"2"}\n')
    progress.update()
    progress.update()
    assert progress.line(NOW_US).startswith("1/3 arms, 2 exchanges, about ")


def test_a_line_that_is_cut_off_counts_once_it_is_whole(data: Path) -> None:
    progress = Progress("desk", data.parent)
    whole = line("arm-opened", arm="Gärten", app="x", **CLOCK, offset_error_ms=0)
    raw = whole.encode()
    path = data / "timeline.jsonl"
    for end in range(len(raw)):
        path.write_bytes(raw[: end + 1])
        progress.update()
        assert (progress.arm == "") == (end + 1 < len(raw))

    assert progress.arm == "Gärten"


def test_a_line_that_does_not_read_is_a_fault_and_the_next_one_counts(data: Path) -> None:
    append(data / "timeline.jsonl", '{"seq":1,"t":"' + "\n")
    append(data / "timeline.jsonl", line("arm-opened", arm="a", app="x", **CLOCK, offset_error_ms=0))
    progress = Progress("desk", data.parent)
    progress.update()

    assert progress.arm == "a"
    assert len(progress.faults) == 1


def test_every_line_of_a_tail_comes_once(tmp_path: Path) -> None:
    tail = Tail(tmp_path / "lines")
    assert tail.new() == []

    append(tmp_path / "lines", "one\ntw")
    assert tail.new() == [b"one"]
    append(tmp_path / "lines", "o\n\nthree")
    assert tail.new() == [b"two", b""]
    assert tail.new() == []


def test_the_time_that_is_left_falls_with_the_clock_and_follows_what_was_measured() -> None:
    progress = fed(started())
    early = progress.left_s(NOW_US)
    assert progress.left_s(NOW_US + 5_000_000) == early - 5

    later = NOW_US + 120_000_000
    slow = fed(started(), closed(time_us=later))
    assert slow.left_s(later) > early


def test_a_window_that_is_waited_for_is_the_least_that_is_left() -> None:
    assert fed(waiting(900)).left_s(NOW_US + 1_000_000) == 899


def test_the_stretches_of_a_plan_are_its_apps_acts_and_windows(data: Path) -> None:
    write_plan(data, session(key(acts=(("visit", 3), ("search", 3))), key(ArmKind.BLANK), window_s=60))
    progress = Progress("desk", data.parent)
    progress.update()

    assert progress.plan == (Stretch("mi-browser", (6, 0), 60.0),)
