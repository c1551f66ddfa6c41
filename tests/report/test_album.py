from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.model.errors import EvidenceError
from harness.report.album import Album
from harness.report.words import todays_words


def key(kind: ArmKind = ArmKind.RESTRICTIVE, *suspended: str) -> ArmKey:
    acts = () if kind is ArmKind.BLANK else (("visit", 3), ("search", 3), ("news", 1))
    need = ArmNeed(kind, Mode.INCOGNITO, (("switch", "default"),), acts, 1, suspended)
    return ArmKey("com.mi.globalbrowser", "mi-browser", need)


PLAIN, SUSPENDED, IDLE = key(), key(ArmKind.RESTRICTIVE, "com.xiaomi.xmsf"), key(ArmKind.BLANK)


@pytest.fixture
def run(tmp_path: Path):
    """Writes the timeline of a run and every screen that it names; a screen's bytes are its name."""

    def write(*lines: tuple[str, dict[str, Any]]) -> Path:
        screens = tmp_path / "data" / "screens"
        screens.mkdir(parents=True)
        rows = []
        for number, (what, facts) in enumerate(lines, 1):
            rows.append({"seq": number, "t": "2026-11-22T16:50:45.000000Z", "what": what, **facts})
            if "screen" in facts:
                (tmp_path / "data" / facts["screen"]).write_bytes(facts["screen"].encode())
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "data" / "timeline.jsonl").write_text(text)
        return tmp_path

    return write


def act(arm: ArmKey, name: str, number: int) -> tuple[str, dict[str, Any]]:
    screen = f"screens/{name}{number}{len(arm.id)}.jpg"
    return "act", {"arm": arm.id, "act": name, "number": number, "screen": screen}


def scenario(name: str) -> tuple[str, dict[str, Any]]:
    return "scenario-started", {"scenario": name, "title": f"title of {name}"}


def test_a_step_shows_its_own_acts_in_an_arm_where_nothing_is_suspended(run) -> None:
    folder = run(
        scenario("one"),
        *(act(PLAIN, *what) for what in (("visit", 2), ("visit", 3), ("search", 3), ("news", 1))),
        act(SUSPENDED, "visit", 3),
    )
    album = Album(folder, "one", "Mi Browser", todays_words())
    where = "(mi-browser, in incognito mode, with the switch in its default position, repeat 1)"

    shown = album.acts([SUSPENDED, PLAIN], ("visit", "search"))
    assert [name for name, _ in shown.pictures] == [
        f"Mi Browser: page 3, visited {where}",
        f"Mi Browser: search 3, searched {where}",
    ]
    assert [name for name, _ in album.acts([PLAIN], ("news",)).pictures] == [
        f"Mi Browser: news item 1, opened {where}"
    ]
    ((name, _),) = album.acts([SUSPENDED], ("visit", "search")).pictures
    assert name.endswith("xmsf suspended)")


def test_the_scenario_that_really_recorded_an_arm_is_named(run) -> None:
    # The second scenario is the first to use the arm; the first one's session had recorded it before.
    folder = run(scenario("one"), ("arm-opened", {"arm": PLAIN.id}), act(PLAIN, "visit", 3), scenario("two"))

    for asking, named in (("two", True), ("one", False)):
        ((name, _),) = Album(folder, asking, "Mi Browser", todays_words()).acts([PLAIN], ("visit",)).pictures
        assert name.endswith("(recorded in the scenario “title of one”)") is named


def test_a_recording_without_acts_has_no_picture_and_says_so(run) -> None:
    shown = Album(run(scenario("one")), "one", "Mi Browser", todays_words()).acts([IDLE], ("visit",))

    assert shown.pictures == ()
    assert shown.missing.startswith("No picture: nothing is done in this recording (mi-browser, in ")


@pytest.mark.parametrize(
    ("exists", "name"),
    [
        (True, "Mi Browser: settings screen with the switch in its default position (off)"),
        (False, "Mi Browser: settings screen without a switch"),
    ],
)
def test_a_setting_is_shown_on_the_settings_screen(run, *, exists: bool, name: str) -> None:
    reading = {"session": "mi-browser/switch=default/r1", "exists": exists, "position": "off"}
    album = Album(
        run(("switch", {**reading, "screen": "screens/s.jpg"})), "one", "Mi Browser", todays_words()
    )

    assert album.setting(PLAIN, "switch").pictures == ((name, b"screens/s.jpg"),)


def test_a_screen_that_is_gone_is_an_error_and_one_never_read_a_sentence(run) -> None:
    folder = run(act(PLAIN, "visit", 1))
    album = Album(folder, "one", "Mi Browser", todays_words())
    assert "was not read" in album.setting(PLAIN, "switch").missing
    for screen in (folder / "data" / "screens").iterdir():
        screen.unlink()

    with pytest.raises(EvidenceError, match="wanted the screen"):
        album.acts([PLAIN], ("visit",))
