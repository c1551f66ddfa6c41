"""What the steps of a scenario talk to: arms once a run, the ledger's words, no arm after the judgement."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.measurement import Measurement, Provisional
from harness.model.arm import ArmKind
from harness.model.errors import SetupError
from harness.model.lines import ScenarioJudged
from harness.ruling.final import judge_stored
from tests.bench.recorded_run import RecordedRun
from tests.judge.honest import MI, MINT, VERSIONS, honest

MODES = {"normal", "incognito"}
TABLE = [
    ["kind", "mode", "switch", "suspended", "acts"],
    ["permissive", "normal", "default, other", "", "visit, search, news"],
    ["blank", "incognito", "default, other", "", ""],
    ["restrictive", "incognito", "default, other", "", "visit, search, news"],
    ["restrictive", "incognito", "default, other", "com.xiaomi.xmsf", "visit, search, news"],
]


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    return RecordedRun(tmp_path / "run", honest(MI, MINT))


@pytest.fixture
def measure(run: RecordedRun):
    """Measurements of scenarios of one run, by proposition and app."""
    provisional = Provisional(run)

    def made(proposition: str = "INC-03.silent", app: str = "mi-browser") -> Measurement:
        (scenario,) = [item for item in run.study.scenarios if item.proposition == proposition]
        return Measurement(run, scenario, app, provisional)

    return made


def stated(measurement: Measurement) -> str:
    return measurement.run.study.tables.ledger.proposition(measurement.scenario.proposition).text


def test_a_when_records_the_arms_that_it_names_and_no_other(run: RecordedRun, measure) -> None:
    measurement = measure()
    normal, idle, incognito = (measurement.look(look.text) for look in measurement.scenario.looks)

    assert {key.every["mode"] for key in normal} == {"normal"}
    assert {key.kind for key in idle} == {ArmKind.BLANK}
    assert {key.kind for key in incognito} == {ArmKind.RESTRICTIVE}
    assert {key.every["switch"] for key in normal} == {"default", "other"}
    assert {key.app for key in run.advanced} == {"mi-browser"}
    assert tuple(run.advanced) == (*normal, *idle, *incognito)
    assert set(run.advanced) == set(measurement.part.arms)


def test_doing_it_again_is_the_next_repeat_of_everything_looked_at(run: RecordedRun, measure) -> None:
    measurement = measure("ANON-02.renewed")
    first, again = measurement.scenario.looks
    once = measurement.look(first.text)
    twice = measurement.look(again.text)

    assert {key.repeat for key in once} == {1}
    assert {key.repeat for key in twice} == {2}
    assert [(key.kind, key.every, key.acts) for key in once] == [
        (key.kind, key.every, key.acts) for key in twice
    ]


def test_every_planned_repeat_is_recorded_where_the_scenario_says_it_once(run: RecordedRun, measure) -> None:
    measurement = measure("ANON-01.identifier")
    keys = [key for look in measurement.scenario.looks for key in measurement.look(look.text)]

    assert sorted(key.id for key in keys) == sorted(key.id for key in measurement.part.arms)


def test_words_that_the_plan_does_not_have_are_refused(measure) -> None:
    measurement = measure()
    with pytest.raises(SetupError, match="wanted a step of the sealed plan, found 'pages are eaten'"):
        measurement.look("pages are eaten")
    for look in measurement.scenario.looks:
        measurement.look(look.text)
    with pytest.raises(SetupError, match="wanted a step of the sealed plan"):
        measurement.look(measurement.scenario.looks[0].text)


def test_the_table_of_arms_is_that_of_the_plan(measure) -> None:
    measure().stand_on(TABLE)


@pytest.mark.parametrize(
    "table",
    [
        TABLE[:-1],
        [*TABLE[:-1], ["sham", *TABLE[-1][1:]]],
        [*TABLE, ["permissive", "normal", "default", "com.xiaomi.xmsf", "visit"]],
        [*TABLE[:1], ["permissive", "normal", "default", "", "visit, search, news"], *TABLE[2:]],
        [*TABLE[:1], ["permissive", "normal", "default, other", "", "visit"], *TABLE[2:]],
    ],
    ids=["an arm less", "another kind", "an arm more", "a condition less", "acts less"],
)
def test_another_table_of_arms_is_refused(measure, table: list[list[str]]) -> None:
    with pytest.raises(SetupError, match="wanted the arms of the sealed plan"):
        measure().stand_on(table)


def test_the_judgement_is_of_what_was_recorded_and_is_noted(run: RecordedRun, measure) -> None:
    measurement = measure("INC-03.switch")
    judgement = measurement.judge(stated(measurement), "INC-03.switch")
    (noted,) = [line for line in run.written if isinstance(line, ScenarioJudged)]

    assert judgement is measurement.judgement
    assert run.ticks == 2, "judging takes its time: the phone's counters are read meanwhile"
    assert judgement.scenario == measurement.part.scenario
    assert judgement in judge_stored(run.job.folder)
    assert (noted.scenario, noted.proposition, noted.app) == (judgement.scenario, "INC-03.switch", MI)


def test_nothing_is_recorded_after_the_judgement(measure) -> None:
    measurement = measure("INC-03.switch")
    measurement.judge(stated(measurement), "INC-03.switch")

    with pytest.raises(SetupError, match="no recording after the judgement"):
        measurement.look(measurement.scenario.looks[0].text)


@pytest.mark.parametrize(
    ("text", "proposition"),
    [("nobody ever hears of it", "INC-03.switch"), (None, "INC-03.silent"), (None, "INC-03.never")],
)
def test_another_proposition_or_other_words_are_refused(measure, text: str | None, proposition: str) -> None:
    measurement = measure("INC-03.switch")
    with pytest.raises(SetupError):
        measurement.judge(text or stated(measurement), proposition)
    assert measurement.judgement is None


def test_a_part_that_was_not_planned_is_an_error(measure) -> None:
    with pytest.raises(SetupError, match="wanted it in the sealed plan for music-player"):
        _ = measure(app="music-player").part


def test_the_run_is_read_anew_only_after_another_session(run: RecordedRun) -> None:
    provisional = Provisional(run)
    first = provisional.read()

    assert provisional.read() is first
    run.recorded += 1
    assert provisional.read() is not first


@pytest.fixture
def screen(run: RecordedRun):
    """Puts a screen into the run and returns its path; its bytes are its name."""
    folder = run.job.folder / "data" / "screens"
    folder.mkdir(exist_ok=True)

    def put(name: str) -> str:
        (folder / name).write_bytes(name.encode())
        return f"screens/{name}"

    return put


def test_a_when_step_shows_the_last_screen_of_each_of_its_acts(run: RecordedRun, measure, screen) -> None:
    measurement = measure()
    assert measurement.pictures().pictures == ()
    look = measurement.scenario.looks[-1]
    for other in measurement.scenario.looks:
        keys = measurement.look(other.text)
    plain = next(key for key in keys if "suspended" not in key.every)
    for act in ("visit", "search", "news"):
        run.add(what="act", arm=plain.id, act=act, number=1, outcome="done", screen=screen(act))
    shown = [picture for _, picture in measurement.pictures().pictures]

    assert shown[-len(look.acts) :] == [act.encode() for act in look.acts]
    assert b"news" not in shown


def test_an_app_that_is_not_installed_has_no_arm_and_its_step_says_why(tmp_path: Path) -> None:
    run = RecordedRun(tmp_path / "run", honest(MI), {MI: VERSIONS[MI]})
    (scenario,) = [item for item in run.study.scenarios if item.proposition == "INC-03.silent"]
    measurement = Measurement(run, scenario, "mint-browser", Provisional(run))
    assert measurement.look(scenario.looks[0].text) == ()

    assert run.advanced == []
    assert "Mint Browser is not installed" in measurement.pictures().missing
    judgement = measurement.judge(stated(measurement), "INC-03.silent")
    assert judgement.outcome.value == "not-applicable"


def test_a_version_without_the_other_position_has_the_arms_of_the_default_one(tmp_path: Path) -> None:
    run = RecordedRun(tmp_path / "run", honest(MI), {MI: "12.1.3-g"})
    (scenario,) = [item for item in run.study.scenarios if item.proposition == "INC-02.address"]
    measurement = Measurement(run, scenario, "mi-browser", Provisional(run))
    keys = measurement.look(scenario.looks[0].text)

    assert {key.every["switch"] for key in keys} == {"default"}


def test_what_is_told_before_the_end_has_the_words_of_the_final_judgement(run: RecordedRun, measure) -> None:
    measurement = measure()
    known = measurement.background()

    assert known.app(MI) == f"Mi Browser {VERSIONS[MI]} ({MI})"
    assert known.words.arm(measurement.part.arms[0].id).startswith("Mi Browser, in normal mode")
    assert known.claims["INC-03"] == run.study.tables.ledger.claim("INC-03")
    assert known.planted
