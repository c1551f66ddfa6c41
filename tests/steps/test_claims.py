"""The shipped features, step by step, on a run that is recorded already; and features as nobody should write.

The suite's steps run as `claims run` starts them, in a process of their own and a copy of the folder; only
the handset is another one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.model.judgement import Outcome
from harness.report.allure_final import finalise
from harness.report.allure_scenario import SCENARIO_LABEL
from harness.ruling.final import judge_stored, scenarios_of
from harness.store.lines import read_lines
from harness.store.run import StoredRun
from tests.judge.honest import tables

ROOT = Path(__file__).parents[2]
HANDSET = """

from tests.bench.recorded_run import RecordedRun
from tests.judge.honest import MI, MINT, honest


@pytest.fixture(scope="session")
def handset(request):
    desk = honest(MI, MINT)
    desk.drop("timeline", desk.find("timeline", what="scenario"))
    run = RecordedRun(Path(request.config.rootpath).parent / "run", desk, None)
    request.config.stash[RUN] = run
    return run
"""
SCENARIO = """Feature: As nobody should write it

  {tags}
  Scenario: {title}
    Given the Mi Browser on this handset
    When pages are visited and terms are searched in normal mode
"""
UNJUDGED = SCENARIO.format(tags="@INC-03", title="It ends without a judgement")
CLAIMLESS = SCENARIO.format(tags="@tryfirst", title="It belongs to no claim")
TWO_CLAIMS = SCENARIO.format(tags="@INC-02 @INC-03", title="It belongs to two claims")
WORDLESS = SCENARIO.format(tags="@INC-03", title="It says what nobody can do") + "    And the moon rises\n"
SWITCHED = """Feature: As nobody should write it

  @INC-03
  Scenario: It goes on after its judgement
    Given the Mi Browser on this handset
    Then the claim "INC-03.switch" is judged
    When pages are visited and terms are searched in normal mode
"""


def copy(folder: Path, **features: str) -> Path:
    """The suite's steps with these features."""
    shutil.copytree(ROOT / "steps", folder / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "features").mkdir(exist_ok=True)
    for name, text in features.items():
        (folder / "features" / f"{name}.feature").write_text(text)
    return folder


def run_steps(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "steps", "-q", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Ran:
    """What came of all features and the odd ones beside them."""

    folder: Path
    output: str
    results: dict[str, dict[str, Any]]

    def one(self, title: str) -> dict[str, Any]:
        (found,) = [result for result in self.results.values() if result["name"].startswith(title)]
        return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("suite")
    shutil.copytree(ROOT / "features", folder / "features")
    odd = {"unjudged": UNJUDGED, "claimless": CLAIMLESS, "two": TWO_CLAIMS, "wordless": WORDLESS}
    copy(folder, **odd, switched=SWITCHED)
    with (folder / "steps" / "conftest.py").open("a") as file:
        file.write(HANDSET)
    done = run_steps(folder, "--alluredir", "results")
    results = {}
    for path in (folder / "results").glob("*-result.json"):
        results[path.name] = json.loads(path.read_bytes())
    return Ran(folder, done.stdout + done.stderr, results)


def scenario(result: dict[str, Any]) -> set[str]:
    return {label["value"] for label in result["labels"] if label["name"] == SCENARIO_LABEL}


def declared() -> set[tuple[str, str]]:
    return {
        (proposition.id, app.package)
        for claim in tables().ledger.claims
        for proposition in claim.propositions
        for app in proposition.apps
    }


def test_every_phrase_of_the_features_has_its_step(ran: Ran) -> None:
    missing = re.findall(r"Step definition is not found: .*", ran.output)

    assert {line for line in missing if "the moon rises" not in line} == set()
    assert missing


def test_every_proposition_and_app_of_the_ledger_is_judged_by_a_scenario(ran: Ran) -> None:
    judged = set(scenarios_of(StoredRun(ran.folder / "run")))

    assert len(judged) >= 36
    assert judged == declared()


def test_a_scenario_ends_as_its_judgement_says(ran: Ran) -> None:
    """The run lacks the lines that were taken out of it, so no absence can hold."""
    switch, silent = (
        ran.one(f"{title}: Mi Browser")
        for title in ("The settings offer the switch", "The position that collects nothing is silent")
    )

    assert switch["status"] == "passed"
    assert silent["status"] == "broken"
    assert "Unproven" in silent["statusDetails"]["message"]


def test_steps_and_scenarios_are_on_the_timeline(ran: Ran) -> None:
    lines = list(read_lines(ran.folder / "run" / "data" / "timeline.jsonl"))
    started = [line["scenario"] for line in lines if line["what"] == "scenario-started"]
    steps = {line["text"] for line in lines if line["what"] == "step"}

    assert len(set(started)) == len(started) >= 36
    assert "the Mint Browser on this handset" in steps
    assert 'the claim "INC-03.silent" is judged' in steps


def test_a_scenario_without_a_judgement_is_unproven_in_the_end(ran: Ran) -> None:
    assert ran.one("It ends without a judgement")["status"] == "passed"
    final = shutil.copytree(ran.folder / "results", ran.folder / "final")
    judgements = judge_stored(ran.folder / "run", tables())
    finalise(final, judgements)
    results = [json.loads(path.read_bytes()) for path in final.glob("*-result.json")]
    holding = {item.scenario for item in judgements if item.outcome is Outcome.HOLDS}
    (unjudged,) = [item for item in results if item["name"].startswith("It ends without a judgement")]

    assert unjudged["status"] == "broken"
    assert all(holding & scenario(item) for item in results if item["status"] == "passed")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("test_it_belongs_to_no_claim", "wanted one claim's id as its tag"),
        ("test_it_belongs_to_two_claims", "wanted one claim's id as its tag"),
        ("It says what nobody can do", "Step definition is not found"),
        ("It goes on after its judgement", "wanted no recording after the judgement"),
    ],
)
def test_a_scenario_that_cannot_be_carried_out_breaks_and_says_why(ran: Ran, title: str, why: str) -> None:
    result = ran.one(title)

    assert result["status"] == "broken"
    assert why in result["statusDetails"]["message"]


def test_every_scenario_says_which_it_is(ran: Ran) -> None:
    known = [scenario(item) for item in ran.results.values() if not item["name"].startswith("test_")]

    assert len(known) >= 36
    assert all(len(names) == 1 for names in known)
    assert len(set().union(*known)) == len(known)


def test_all_scenarios_are_collected_and_without_a_job_none_passes() -> None:
    done = run_steps(ROOT, "-k", "settings_offer_the_switch and Mint")
    deselected = re.search(r"(\d+) deselected", done.stdout)

    assert done.returncode == 1
    assert deselected is not None
    assert int(deselected[1]) >= 35
    assert "wanted --claims-job FILE" in done.stdout
    assert "passed" not in done.stdout


def test_a_tag_that_is_no_claim_stops_the_collection(tmp_path: Path) -> None:
    copy(tmp_path, odd=SCENARIO.format(tags="@INC-99", title="It belongs to a claim nobody made"))
    done = run_steps(tmp_path, "--collect-only")

    assert done.returncode not in {0, 1}
    assert "'INC-99' not found in `markers`" in done.stdout
