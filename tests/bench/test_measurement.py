"""What the steps of a scenario talk to: arms once a run, no recording after the judgement."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.bench.final import judge_stored
from harness.bench.job import Job
from harness.bench.measurement import Measurement, Provisional
from harness.bench.stand import Stand
from harness.ledger import Selection, sessions
from harness.ledger.register import DEFAULT, OTHER
from harness.model.arm import ArmKey, ArmKind, Mode
from harness.model.claim import Grade
from harness.model.errors import SetupError
from tests.judge.honest import MI, MINT, VERSIONS, honest, tables
from tests.judge.stored import Desk

ACTING = (ArmKind.PERMISSIVE, ArmKind.RESTRICTIVE)
STAND = Stand("desk", "127.0.0.1:1", "127.0.0.1", "claims.test", True, None, None)


class RecordedRun:
    """A run whose arms are all recorded: says which were asked for, and takes notes as a run does."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.desk = desk
        desk.write(folder)
        self.job = Job(STAND, folder.name, "screening", (), "", str(folder.parent), "", 1, "00", {})
        planned = sessions(tables().ledger, VERSIONS, Selection(Grade.SCREENING, ("INC-03",)))
        self.keys = tuple(key for session in planned for key in session.arms)
        self.notes = self
        self.advanced: list[ArmKey] = []
        self.recorded = 0

    def advance(self, key: ArmKey) -> bool:
        self.advanced.append(key)
        return False

    def timeline(self, what: str, **facts: Any) -> int:
        line = self.desk.timeline(what, **facts)
        with (self.job.folder / "data" / "timeline.jsonl").open("a") as file:
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
        return int(line["seq"])


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    return RecordedRun(tmp_path / "run", honest(MI, MINT))


@pytest.fixture
def measure(run: RecordedRun):
    """Measurements of scenarios of one run, by name."""
    provisional, recorded_in = Provisional(run, tables()), {}

    def made(scenario: str = "one") -> Measurement:
        return Measurement(run, tables(), scenario, provisional, recorded_in)

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


def test_pictures_are_the_last_of_each_arm_and_say_which_scenario_recorded_it(
    tmp_path: Path, measure
) -> None:
    run = measure().run
    picture = run.job.folder / "data" / "screens"
    picture.mkdir()
    one, other = measure("one"), measure("other")
    one.use("Mi Browser")
    (key, *_) = one.record(Mode.NORMAL, ArmKind.PERMISSIVE)
    for name in ("1", "2"):
        (picture / name).write_bytes(name.encode())
        run.timeline("act", arm=key.id, act="visit", number=1, outcome="done", screen=f"screens/{name}")

    assert one.pictures() == ((key.id, b"2"),)
    assert one.pictures() == ()
    other.use("Mi Browser")
    other.record(Mode.NORMAL, ArmKind.PERMISSIVE)
    assert other.pictures() == ((f"{key.id} (recorded in one)", b"2"),)
