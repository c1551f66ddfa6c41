"""What the steps of a scenario talk to: arms once a run, no recording after the judgement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench.measurement import Measurement, Provisional
from harness.ledger.register import DEFAULT, OTHER
from harness.model.arm import ArmKind, Mode
from harness.model.errors import SetupError
from harness.ruling.final import judge_stored
from tests.bench.recorded_run import RecordedRun
from tests.judge.honest import MI, MINT, honest, tables

ACTING = (ArmKind.PERMISSIVE, ArmKind.RESTRICTIVE)


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    return RecordedRun(tmp_path / "run", honest(MI, MINT))


@pytest.fixture
def measure(run: RecordedRun):
    """Measurements of scenarios of one run, by name."""
    provisional = Provisional(run, tables())

    def made(scenario: str = "one") -> Measurement:
        return Measurement(run, tables(), scenario, provisional)

    return made


def test_recorded_are_the_planned_arms_of_app_mode_kind_and_switch(run: RecordedRun, measure) -> None:
    measurement = measure()
    measurement.use("Mi Browser")
    for switch in (DEFAULT, OTHER):
        measurement.switch = switch
        keys = measurement.record(Mode.INCOGNITO, *ACTING)

        assert keys
        assert {key.app for key in keys} == {MI}
        assert {key.need.mode for key in keys} == {Mode.INCOGNITO}
        assert ArmKind.BLANK not in {key.need.kind for key in keys}
        assert {dict(key.need.consent)["switch"] for key in keys} == {switch}
    assert run.advanced == measurement.used
    assert set(run.advanced) == {
        key for key in run.keys if (key.app, key.need.mode) == (MI, Mode.INCOGNITO) and key.need.acts
    }


def test_a_browser_must_be_named_first(measure) -> None:
    with pytest.raises(SetupError, match="name the browser first"):
        measure().record(Mode.NORMAL, *ACTING)
    with pytest.raises(SetupError, match="name the browser first"):
        measure().judge("INC-03.silent")
    with pytest.raises(SetupError, match="Netscape"):
        measure().use("Netscape")


def test_only_the_highlighted_answer_is_given(measure) -> None:
    measure().expect_answer("Agree")
    with pytest.raises(SetupError, match="not 'Exit'"):
        measure().expect_answer("Exit")


def test_doing_it_again_is_the_next_repeat_of_everything_used(run: RecordedRun, measure) -> None:
    first = run.keys[0]
    repeated = type(first.need)(first.need.kind, first.need.mode, first.need.consent, first.need.acts, 2)
    run.keys = (first, type(first)(first.app, first.name, repeated))
    measurement = measure()
    measurement.use("Mi Browser")
    measurement.record(first.need.mode, first.need.kind)
    measurement.again()

    assert [key.need.repeat for key in run.advanced] == [1, 2]


def test_the_judgement_is_of_what_was_recorded_and_is_noted(run: RecordedRun, measure) -> None:
    measurement = measure("switch.feature::silent")
    measurement.use("Mi Browser")
    judgement = measurement.judge("INC-03.silent")
    last = run.desk.find("timeline", what="scenario")[-1]

    assert judgement is measurement.judgement
    assert run.ticks, "judging takes its time: the phone's counters are read meanwhile"
    assert judgement.scenario == "switch.feature::silent"
    assert judgement in judge_stored(run.job.folder, tables())
    assert (last["scenario"], last["proposition"], last["app"]) == (judgement.scenario, "INC-03.silent", MI)


def test_nothing_is_recorded_after_the_judgement(measure) -> None:
    measurement = measure()
    measurement.use("Mi Browser")
    measurement.judge("INC-03.switch")

    with pytest.raises(SetupError, match="after the judgement"):
        measurement.record(Mode.NORMAL, *ACTING)


def test_a_proposition_must_be_one_of_the_ledger_that_speaks_of_the_app(measure) -> None:
    measurement = measure()
    measurement.use("Mi Browser")
    with pytest.raises(SetupError, match=r"INC-03\.never"):
        measurement.judge("INC-03.never")
    measurement.app = replace(tables().ledger.apps[0], package="com.other.browser", title="Other")
    with pytest.raises(SetupError, match=r"INC-03\.switch does not speak of Other"):
        measurement.judge("INC-03.switch")
    assert measurement.judgement is None


def test_the_run_is_read_anew_only_after_another_session(run: RecordedRun, measure) -> None:
    provisional = Provisional(run, tables())
    first = provisional.read()

    assert provisional.read() is first
    run.recorded += 1
    assert provisional.read() is not first


def test_a_when_step_shows_its_arms_once(run: RecordedRun, measure, screen) -> None:
    measurement = measure()
    measurement.use("Mi Browser")
    plain = next(key for key in measurement.record(Mode.INCOGNITO, *ACTING) if not key.need.suspended)
    for act in ("visit", "news"):
        run.timeline("act", arm=plain.id, act=act, number=1, outcome="done", screen=screen(act))

    assert [picture for _, picture in measurement.pictures("pages are visited").pictures] == [b"visit"]
    measurement.record(Mode.INCOGNITO, *ACTING)
    assert [picture for _, picture in measurement.pictures("a news item is opened").pictures] == [b"news"]


def test_a_switch_step_shows_the_screen_of_its_position(run: RecordedRun, measure, screen) -> None:
    measurement = measure()
    measurement.use("Mi Browser")
    for position in (DEFAULT, OTHER):
        session, name = f"mi-browser/switch={position}/r1", screen(position)
        run.timeline("switch", session=session, exists=True, position="on", screen=name)
    measurement.switch = OTHER

    shown = measurement.pictures("the incognito switch is in its other position")

    assert [picture for _, picture in shown.pictures] == [b"other"]
    assert dict(run.advanced[-1].need.consent)["switch"] == OTHER


def test_a_step_whose_arm_this_version_has_not_says_so(run: RecordedRun, measure) -> None:
    run.keys = tuple(key for key in run.keys if dict(key.need.consent)["switch"] == DEFAULT)
    run.versions = {MI: "12.1.3-g"}
    measurement = measure()
    measurement.use("Mi Browser")
    measurement.switch = OTHER

    for step in ("the incognito switch is in its other position", "pages are visited in normal mode"):
        assert measurement.record(Mode.NORMAL, *ACTING) == ()
        shown = measurement.pictures(step)
        assert shown.pictures == ()
        assert "Mi Browser 12.1.3-g has no such switch, which came with 12.1.4" in shown.missing
    run.versions = {}
    assert "is not installed" in measurement.pictures("pages are visited in normal mode").missing


@pytest.fixture
def screen(run: RecordedRun):
    """Puts a screen into the run and returns its path; its bytes are its name."""
    folder = run.job.folder / "data" / "screens"
    folder.mkdir(exist_ok=True)

    def put(name: str) -> str:
        (folder / name).write_bytes(name.encode())
        return f"screens/{name}"

    return put
