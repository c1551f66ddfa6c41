"""A real pytest writes real Allure results through the functions that the step hooks call."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from harness.model.judgement import Judgement
from harness.report.allure_final import finalise
from harness.report.allure_scenario import description, thumbnail
from harness.ruling.judgements import to_json
from tests.judge.honest import tables

ROOT = Path(__file__).parents[2]
SUITE = """
from pathlib import Path

from harness.model.claim import Claim, ClaimId, Observable, Severity, Source, SourceGrade
from harness.report.allure_scenario import GherkinSteps, Scene, attach_jpeg, attach_judgement
from harness.report.allure_scenario import attach_table, attach_text, label_scenario
from harness.ruling.judgements import from_json

JUDGEMENT = from_json(Path(__file__).with_name("judgements.json").read_bytes())[0]
CLAIM = Claim(
    id=ClaimId("INC-02"),
    topic="incognito",
    title="Incognito keeps to itself",
    words="will never know what you browse",
    paraphrase="Nothing visited is uploaded",
    source=Source("https://blog.mi.com/x", "2020-05-02", "Xiaomi", SourceGrade.PRESS),
    severity=Severity.CRITICAL,
    observable=(Observable.NET,),
    propositions=(),
    untested="x",
    scope="browsers",
)


def scene(run):
    return Scene(run, "april-2020", "Xiaomi/dipper:9\\x1b[2J", "Mi Browser")


def test_one():
    label_scenario(JUDGEMENT.scenario, "A visit", CLAIM, ["INC-02.address"], scene("run-1"))
    steps = GherkinSteps()
    steps.start("Given", "these arms:")
    attach_table([["arm", "mode", "acts"], ["blank", "incognito", ""], ["sham", "", "visit"]], "Its table")
    steps.start("When", "a page is visited")
    attach_jpeg(b"\\xff\\xd8", "after the visit")
    steps.start("Then", "nothing was sent")
    attach_judgement(JUDGEMENT)
    attach_text("no picture", "Why")
    error = AssertionError("sighted")
    steps.stop(error)
    steps.stop()
    raise error


def test_two():
    label_scenario("other", "Another", CLAIM, ["INC-02.a", "INC-02.b"], scene("run-2"))
"""


@pytest.fixture
def results(tmp_path: Path, violated: Judgement) -> Path:
    (tmp_path / "test_suite.py").write_text(SUITE)
    (tmp_path / "judgements.json").write_text(to_json([violated]))
    folder = tmp_path / "allure-results"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--alluredir={folder}",
        str(tmp_path),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return folder


def by_name(results: Path) -> dict[str, dict[str, Any]]:
    loaded = [json.loads(path.read_text()) for path in results.glob("*-result.json")]
    return {result["name"]: result for result in loaded}


def labels(result: dict[str, Any], name: str) -> list[str]:
    return [label["value"] for label in result["labels"] if label["name"] == name]


def test_a_result_names_its_claim_its_phone_and_its_steps(results: Path, violated: Judgement) -> None:
    result = by_name(results)["A visit: Mi Browser (april-2020)"]
    given, when, then = result["steps"]

    assert labels(result, "claims_scenario") == [violated.scenario]
    assert labels(result, "feature") == ["incognito"]
    assert labels(result, "severity") == ["critical"]
    assert "INC-02" in labels(result, "tag")
    assert result["links"][0]["url"] == "https://blog.mi.com/x"
    parameters = {item["name"]: item["value"] for item in result["parameters"]}
    assert parameters["firmware"] == "Xiaomi/dipper:9\\x1b[2J"
    assert parameters["handset"] == "april-2020"
    assert labels(result, "parentSuite") == ["april-2020"]
    assert labels(result, "suite") == ["incognito"]
    assert parameters["app"] == "Mi Browser"
    table = (results / given["attachments"][0]["source"]).read_text("utf-8")
    assert table == "arm    mode       acts\nblank  incognito\nsham              visit"
    assert (when["name"], when["status"]) == ("When a page is visited", "passed")
    assert when["attachments"][0]["type"] == "image/jpg"
    assert (then["name"], then["status"]) == ("Then nothing was sent", "failed")
    texts = [item for item in then["attachments"] if item["type"] == "text/plain"]
    assert "sa.api.intl.miui.com" in (results / texts[0]["source"]).read_text("utf-8")
    assert then["attachments"][1]["name"] == "Why"


def test_a_thumbnail_is_small_and_made_once() -> None:
    screen = io.BytesIO()
    Image.new("RGBA", (1080, 2340), (200, 0, 0, 255)).save(screen, "PNG")
    small = thumbnail(screen.getvalue())

    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, image.size) == ("JPEG", (320, 693))
    assert thumbnail(bytes(bytearray(screen.getvalue()))) is small


def test_the_description_says_what_was_said_by_whom_and_how_well_that_is_known() -> None:
    ledger = tables().ledger
    claim = ledger.claim("INC-02")
    text = description(claim, ["INC-02.search"])

    assert "“Mi Browser will never know what you browse in incognito mode”" in text
    assert f"In our words: {claim.paraphrase}" in text
    assert "Manu Jain, Xiaomi India, quoted, 2020-05-02. Known through the press only" in text
    assert ledger.proposition("INC-02.search").text in text
    assert ledger.proposition("INC-02.address").text not in text
    assert "“" not in description(ledger.claim("ENC-01"), []).partition("\n")[0]


def test_a_scenario_may_settle_several_propositions(results: Path) -> None:
    result = by_name(results)["Another: Mi Browser (april-2020)"]

    assert labels(result, "claims_proposition") == ["INC-02.a", "INC-02.b"]


def test_two_runs_are_never_retries_of_each_other(results: Path, violated: Judgement) -> None:
    before = by_name(results)
    finalise(results, [violated], run="run-1")
    after = by_name(results)

    assert after["A visit: Mi Browser (april-2020)"]["status"] == "failed"
    assert after["Another: Mi Browser (april-2020)"] == before["Another: Mi Browser (april-2020)"]
    assert {
        item["value"] for result in after.values() for item in result["parameters"] if item["name"] == "run"
    } == {
        "run-1",
        "run-2",
    }
