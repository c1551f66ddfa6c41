"""Where a run stands, in one line, from a timeline that is still being written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.bench.duration import Pace, Stretch
from harness.bench.progress import Progress, Tail, short_name
from harness.store.lines import microseconds

NOW = "2026-11-22T14:30:00.000000Z"
NOW_US = microseconds(NOW)
PACE = Pace(60, virtual=True)
SOON = "about 30 s left"


def fed(*lines: dict[str, Any], planned: int = 8) -> Progress:
    plan = (Stretch("a", (1,) * planned, 60),) if planned else ()
    progress = Progress("desk", Path("nowhere"), PACE, plan)
    for line in lines:
        progress.take({"t": NOW, **line})
    return progress


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def line(what: str, **facts: Any) -> str:
    return json.dumps({"t": NOW, "what": what, **facts}) + "\n"


def session(*arms: str) -> dict[str, Any]:
    return {"app": "a", "arms": list(arms), "window_s": 60}


def test_before_there_is_a_plan_the_handset_is_being_opened() -> None:
    assert fed(planned=0).line(NOW_US) == "opening the handset"


def test_scenario_step_and_arm_are_said_while_it_measures() -> None:
    progress = fed(
        {"what": "scenario-started", "title": "Nothing leaves: Mi Browser"},
        {"what": "step", "keyword": "When", "text": "pages are visited"},
        {"what": "arm-opened", "arm": "mi-browser/permissive"},
        {"what": "act"},
    )

    assert progress.line(NOW_US) == (
        f"0/8 arms, 0 exchanges, {SOON} · Mi Browser · Nothing leaves: Mi Browser · When pages are visited"
    )


def test_a_closed_arm_counts_and_is_no_longer_said() -> None:
    progress = fed(
        {"what": "arm-opened", "arm": "a"},
        {"what": "act"},
        {"what": "act"},
        {"what": "arm-closed", "arm": "a"},
    )

    assert progress.line(NOW_US).startswith("1/8 arms, 0 exchanges, about ")
    assert progress.acts == 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (
            "mi-browser/restrictive/incognito/switch=default/visit3+search3/r1",
            "Mi Browser, incognito, switch default",
        ),
        (
            "mint-browser/restrictive/incognito/switch=other/visit3/r2/suspended=xmsf",
            "Mint Browser, incognito, switch other, repeat 2, without xmsf",
        ),
        ("mi-browser/blank/incognito/as-shipped/no-act/r1", "Mi Browser, idle, incognito, as shipped"),
        ("mi-browser/switch=other/r1", "Mi Browser, switch other"),
        ("calibration", "calibration"),
    ],
)
def test_arms_and_sessions_have_names_for_people(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_closing_window_is_named_for_people() -> None:
    waiting = {"what": "waiting", "reason": "closing window of mi-browser/switch=other/r1", "seconds": 9}

    assert (
        fed(waiting).line(NOW_US).endswith("waiting 9 s for the closing window of Mi Browser, switch other")
    )


@pytest.mark.parametrize(("later_s", "left"), [(0, 25), (10.4, 15), (24.9, 0), (60, 0)])
def test_waiting_says_for_what_and_how_long_still(later_s: float, left: int) -> None:
    progress = fed(
        {"what": "step", "keyword": "When", "text": "it waits"},
        {"what": "waiting", "reason": "closing window of a", "seconds": 25.0},
    )

    said = progress.line(NOW_US + int(later_s * 1e6))

    assert said.startswith("0/8 arms, 0 exchanges, about ")
    assert said.endswith(f" left · waiting {left} s for the closing window of a")


def test_waiting_is_over_with_the_next_deed_but_not_with_a_note() -> None:
    waiting = {"what": "waiting", "reason": "window", "seconds": 25}

    assert "window" in fed(waiting, {"what": "note", "text": "x"}).line(NOW_US)
    assert "window" in fed(waiting, {"what": "control"}).line(NOW_US)
    assert "window" not in fed(waiting, {"what": "session-closed"}).line(NOW_US)


def test_the_calibration_is_said() -> None:
    assert "calibrating" in fed({"what": "calibration-opened", "app": "x"}).line(NOW_US)


def test_at_the_end_it_says_what_was_recorded() -> None:
    progress = fed({"what": "act"}, {"what": "arm-closed", "arm": "a"})
    progress.exchanges, progress.ended = 41, True

    assert progress.line(NOW_US) == "done: 1 arm, 1 act, 41 exchanges"


@pytest.mark.parametrize("planned", [0, 8])
def test_a_handset_without_an_arm_was_not_measured(planned: int) -> None:
    progress = fed(planned=planned)
    progress.ended = True

    assert progress.line(NOW_US) == "ended before anything was measured"


def test_faults_are_kept_in_order() -> None:
    progress = fed({"what": "fault", "detail": "one"}, {"what": "fault", "detail": "two"})

    assert progress.faults == ["one", "two"]


def test_a_growing_folder_is_taken_in_bit_by_bit(data: Path) -> None:
    progress = Progress("desk", data.parent, PACE)
    progress.update()
    assert progress.line(NOW_US) == "opening the handset"

    (data / "plan.json").write_text(json.dumps({"sessions": [session("a", "b"), session("c")]}))
    append(data / "timeline.jsonl", line("arm-opened", arm="a"))
    append(data / "exchanges.jsonl", '{"event":"sent","id":"1"}\n{"event":"answered","id":"1"}\n')
    progress.update()
    assert progress.line(NOW_US) == "0/3 arms, 1 exchange, about 20 s left · a"

    append(data / "timeline.jsonl", line("arm-closed", arm="a"))
    append(data / "exchanges.jsonl", '{"event":"sent","id":"2"}\n')
    progress.update()
    progress.update()
    assert progress.line(NOW_US).startswith("1/3 arms, 2 exchanges, about ")


def test_a_line_that_is_cut_off_counts_once_it_is_whole(data: Path) -> None:
    progress = Progress("desk", data.parent)
    whole = line("arm-opened", arm="Gärten")
    raw = whole.encode().decode("unicode_escape").encode("utf-8")
    path = data / "timeline.jsonl"
    for end in range(len(raw)):
        path.write_bytes(raw[: end + 1])
        progress.update()
        assert (progress.arm == "") == (end + 1 < len(raw))

    assert progress.arm == "Gärten"


def test_every_line_of_a_tail_comes_once(tmp_path: Path) -> None:
    tail = Tail(tmp_path / "lines")
    assert tail.new() == []

    append(tmp_path / "lines", "one\ntw")
    assert tail.new() == [b"one"]
    append(tmp_path / "lines", "o\n\nthree")
    assert tail.new() == [b"two", b""]
    assert tail.new() == []


def test_the_time_that_is_left_falls_with_the_clock_and_follows_what_was_measured() -> None:
    progress = fed({"what": "scenario-started", "title": "x"})
    early = progress.left_s(NOW_US)
    assert progress.left_s(NOW_US + 5_000_000) == early - 5

    slow = fed({"what": "scenario-started", "title": "x"})
    slow.take({"t": "2026-11-22T14:32:00.000000Z", "what": "arm-closed"})
    assert slow.left_s(microseconds("2026-11-22T14:32:00.000000Z")) > early


def test_a_window_that_is_waited_for_is_the_least_that_is_left() -> None:
    waiting = fed({"what": "waiting", "reason": "window", "seconds": 900})

    assert waiting.left_s(NOW_US + 1_000_000) == 899


def test_acts_are_read_from_the_names_of_the_arms(data: Path) -> None:
    arms = ("mi/restrictive/incognito/switch=default/visit3+search3/r2", "mi/blank/incognito/no-act/r1")
    (data / "plan.json").write_text(json.dumps({"sessions": [session(*arms)]}))
    progress = Progress("desk", data.parent)
    progress.update()

    assert progress.plan == (Stretch("a", (6, 0), 60.0),)
