from __future__ import annotations

from pathlib import Path

import pytest

from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ActDone,
    ActOutcome,
    ArmOpened,
    ConditionRead,
    Line,
    ScenarioStarted,
    SessionOpened,
)
from harness.report.album import Album, Pictures
from harness.store.adapters import CONSENT, TIMELINE
from harness.store.lines import LineWriter
from harness.store.sequence import Sequence
from tests.judge.honest import tables

ACTS = (("visit", 3), ("search", 3), ("news", 1))


def key(kind: ArmKind = ArmKind.RESTRICTIVE, **more: str) -> ArmKey:
    own = tuple(sorted({"mode": "incognito", **more}.items()))
    return ArmKey("mi-browser", kind, (("switch", "default"),), own, () if kind is ArmKind.BLANK else ACTS, 1)


PLAIN, SUSPENDED, IDLE = key(), key(suspended="com.xiaomi.xmsf"), key(ArmKind.BLANK)


@pytest.fixture
def run(tmp_path: Path):
    """Writes the timeline of a run and every screen that it names; a screen's bytes are its name."""

    def write(*lines: Line, consent: tuple[Line, ...] = ()) -> Path:
        (tmp_path / "data" / "screens").mkdir(parents=True)
        sequence = Sequence(tmp_path / "sequence")
        for file, several in ((TIMELINE, lines), (CONSENT, consent)):
            writer = LineWriter(tmp_path / "data", file, sequence)
            for line in several:
                writer.write(line)
                if screen := getattr(line, "screen", ""):
                    (tmp_path / "data" / screen).write_bytes(screen.encode())
            writer.close()
        sequence.close()
        return tmp_path

    return write


def act(arm: ArmKey, name: str, number: int, screen: str | None = None) -> ActDone:
    named = f"screens/{name}{number}{len(arm.id)}.jpg" if screen is None else screen
    return ActDone(
        arm=arm.id, act=name, number=number, outcome=ActOutcome.DONE, planted=(), shown="", screen=named
    )


def scenario(name: str) -> ScenarioStarted:
    return ScenarioStarted(scenario=name, title=f"title of {name}")


def album(folder: Path, scenario: str = "one") -> Album:
    return Album(folder, tables().acts, scenario, "Mi Browser")


def names(pictures: Pictures) -> list[str]:
    return [name for name, _ in pictures.pictures]


def test_a_step_shows_its_own_acts_in_an_arm_where_nothing_is_suspended(run) -> None:
    folder = run(
        scenario("one"),
        *(act(PLAIN, *what) for what in (("visit", 2), ("visit", 3), ("search", 3), ("news", 1))),
        act(SUSPENDED, "visit", 3),
    )
    shown = album(folder)
    where = "in incognito mode, with the switch in its default position"

    assert names(shown.of([SUSPENDED, PLAIN], ("visit", "search"))) == [
        f"Mi Browser, page 3, visited, {where}",
        f"Mi Browser, search 3, searched, {where}",
    ]
    assert names(shown.of([PLAIN], ("news",))) == [f"Mi Browser, news item 1, opened, {where}"]
    (name,) = names(shown.of([SUSPENDED], ("visit", "search")))
    assert "with com.xiaomi.xmsf suspended" in name
    assert shown.of([], ("visit",)) == Pictures()


def test_the_scenario_that_really_recorded_an_arm_is_named(run) -> None:
    # The second scenario is the first to use the arm; the first one's session had recorded it before.
    opened = ArmOpened(arm=PLAIN.id, app="com.mi.globalbrowser", phone_ms=1, offset_ms=0, offset_error_ms=0)
    folder = run(scenario("one"), opened, act(PLAIN, "visit", 3), scenario("two"))

    for asking, named in (("two", True), ("one", False)):
        (name,) = names(album(folder, asking).of([PLAIN], ("visit",)))
        assert name.endswith("(recorded in the scenario “title of one”)") is named


def test_a_recording_without_acts_has_no_picture_and_says_so(run) -> None:
    shown = album(run(scenario("one"), act(PLAIN, "visit", 1, ""))).of

    assert shown([IDLE], ("visit",)) == Pictures(
        missing="No picture: nothing is done in this recording "
        "(in incognito mode, nothing done, with the switch in its default position)."
    )
    assert "no act left a screen in this recording" in shown([PLAIN], ("visit",)).missing


@pytest.mark.parametrize(
    ("offered", "name"),
    [
        (True, "Mi Browser, settings screen, the switch as found or set: off"),
        (False, "Mi Browser, no switch on the settings screen"),
    ],
)
def test_a_condition_is_shown_on_the_screen_where_it_was_read(run, *, offered: bool, name: str) -> None:
    reading = ConditionRead(
        session=PLAIN.session.id,
        condition="switch",
        offered=offered,
        text="",
        position="off" if offered else None,
        silent=None,
        screen="screens/s.jpg",
    )
    other = ConditionRead(
        session="mi-browser/switch=other/r1",
        condition="switch",
        offered=True,
        text="",
        position="on",
        silent=None,
        screen="screens/o.jpg",
    )
    opened = SessionOpened(session=PLAIN.session.id, app="com.mi.globalbrowser", cleared=True, phone_ms=1)
    folder = run(scenario("zero"), opened, consent=(reading, other))

    recorded = f"{name} (recorded in the scenario “title of zero”)"
    assert album(folder).of([IDLE], ()).pictures == ((recorded, b"screens/s.jpg"),)
    assert names(album(folder, "zero").of([IDLE], ())) == [name]


def test_a_screen_that_is_gone_is_an_error(run) -> None:
    folder = run(act(PLAIN, "visit", 1))
    for screen in (folder / "data" / "screens").iterdir():
        screen.unlink()

    with pytest.raises(EvidenceError, match="wanted the screen"):
        album(folder).of([PLAIN], ("visit",))
