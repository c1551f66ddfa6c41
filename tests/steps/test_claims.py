"""The shipped features, step by step, on a run that is recorded already."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.model.judgement import Outcome
from harness.report.allure_final import finalise
from harness.report.allure_scenario import SCENARIO_LABEL
from harness.ruling.final import judge_stored
from tests.bench.recorded_run import study
from tests.steps.suite import copied, run_steps


@dataclass(frozen=True)
class Ran:
    """What came of all features."""

    folder: Path
    output: str
    results: dict[str, dict[str, Any]]

    def one(self, title: str) -> dict[str, Any]:
        (found,) = [result for result in self.results.values() if result["name"].startswith(title)]
        return found

    @property
    def timeline(self) -> list[dict[str, Any]]:
        path = self.folder / "desk" / "data" / "timeline.jsonl"
        return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = copied(tmp_path_factory.mktemp("suite"))
    done = run_steps(folder, "--alluredir", "results")
    results = {
        path.name: json.loads(path.read_bytes()) for path in (folder / "results").glob("*-result.json")
    }
    return Ran(folder, done.stdout + done.stderr, results)


def scenario(result: dict[str, Any]) -> set[str]:
    return {label["value"] for label in result["labels"] if label["name"] == SCENARIO_LABEL}


def declared() -> set[tuple[str, str]]:
    ledger = study().tables.ledger
    return {
        (item.proposition, app.package)
        for item in study().scenarios
        for app in ledger.proposition(item.proposition).apps
    }


def test_every_proposition_and_app_of_the_features_is_judged_by_a_scenario(ran: Ran) -> None:
    judged = [line for line in ran.timeline if line["what"] == "scenario-judged"]

    assert len(judged) >= 36, ran.output
    assert {(line["proposition"], line["app"]) for line in judged} == declared()


def test_a_scenario_ends_as_its_judgement_says(ran: Ran) -> None:
    switch = ran.one("The settings offer the switch: Mi Browser")
    absent = ran.one("Nothing of a played song leaves")

    assert switch["status"] == "passed", switch
    assert absent["status"] == "skipped"
    assert {result["status"] for result in ran.results.values()} <= {"passed", "broken", "failed", "skipped"}


def test_what_is_unproven_now_breaks_its_scenario_with_the_reasons(ran: Ran) -> None:
    broken = [result for result in ran.results.values() if result["status"] == "broken"]

    assert broken
    assert all("Unproven" in result["statusDetails"]["message"] for result in broken)


def test_steps_and_scenarios_are_on_the_timeline(ran: Ran) -> None:
    started = [line["scenario"] for line in ran.timeline if line["what"] == "scenario-started"]
    steps = {line["text"] for line in ran.timeline if line["what"] == "step-started"}

    assert len(set(started)) == len(started) >= 36
    assert "pages are visited in normal mode" in steps
    assert any(text.endswith("(INC-03.silent)") for text in steps)


def test_every_result_says_its_scenario_and_shows_its_steps(ran: Ran) -> None:
    names = [scenario(result) for result in ran.results.values()]

    assert len(names) >= 36
    assert all(len(found) == 1 for found in names)
    assert len(set().union(*names)) == len(names)
    steps = ran.one("The settings offer the switch: Mi Browser")["steps"]
    assert [step["name"].split()[0] for step in steps] == ["Given", "When", "Then"]


def test_a_step_shows_its_screens_or_says_why_there_is_none(ran: Ran) -> None:
    def attached(result: dict[str, Any]) -> list[str]:
        return [item["name"] for step in result["steps"] for item in step.get("attachments", [])]

    shown = attached(ran.one("The settings offer the switch: Mi Browser"))
    assert any("settings screen" in name for name in shown)
    for result in ran.results.values():
        assert attached(result), result["name"]


def test_in_the_end_only_what_holds_passes(ran: Ran) -> None:
    final = shutil.copytree(ran.folder / "results", ran.folder / "final")
    judgements = judge_stored(ran.folder / "desk")
    finalise(final, judgements)
    results = [json.loads(path.read_bytes()) for path in final.glob("*-result.json")]
    holding = {item.scenario for item in judgements if item.outcome is Outcome.HOLDS}

    assert all(holding & scenario(item) for item in results if item["status"] == "passed")


def test_a_test_that_is_no_scenario_has_no_place_among_the_results(ran: Ran) -> None:
    assert not re.findall(r"Step definition is not found", ran.output)
