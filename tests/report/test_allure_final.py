from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.model.errors import EvidenceError
from harness.model.judgement import Judgement
from harness.report.allure_final import finalise


def put(folder: Path, name: str, status: str, scenario: str | None, run: str = "run-1") -> Path:
    labels = [{"name": "claims_run", "value": run}, {"name": "tag", "value": "x"}]
    if scenario is not None:
        labels.append({"name": "claims_scenario", "value": scenario})
    path = folder / f"{name}-result.json"
    details = {} if status == "passed" else {"message": f"as {status}", "trace": "Traceback"}
    path.write_text(
        json.dumps({"uuid": name, "name": name, "status": status, "labels": labels, "statusDetails": details})
    )
    return path


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def test_the_final_judgement_decides_the_status(
    tmp_path: Path, violated: Judgement, holding: Judgement, unproven: Judgement, not_applicable: Judgement
) -> None:
    judgements = (violated, holding, unproven, not_applicable)
    paths = [put(tmp_path, f"r{number}", "passed", item.scenario) for number, item in enumerate(judgements)]

    finalise(tmp_path, judgements)

    assert [read(path)["status"] for path in paths] == ["failed", "passed", "broken", "skipped"]


def test_the_details_say_what_was_found_and_that_it_was_not_known_at_first(
    tmp_path: Path, violated: Judgement
) -> None:
    path = put(tmp_path, "r", "broken", violated.scenario)
    finalise(tmp_path, [violated])
    details = read(path)["statusDetails"]
    message = details["message"].splitlines()

    assert message[0] == "INC-02."
    assert message[1] == (
        "Violated: sa.api.intl.miui.com:443 (controlled by the vendor) received canary query of visit 2, "
        "from com.mi.globalbrowser."
    )
    assert message[2] == "This was a REHEARSAL: it says nothing about any real phone."
    assert message[3] == "provisional: unproven, windows were still open"
    assert "form:data_list > base64 > gzip" in details["trace"]


STEPS = [
    {"name": "When a page is visited", "status": "passed"},
    {
        "name": "Then the claim is judged",
        "status": "broken",
        "statusDetails": {"message": "unproven at this moment", "trace": "Traceback"},
        "attachments": [
            {"name": "UNPROVEN (provisional)", "source": "p-attachment.txt", "type": "text/plain"},
            {"name": "the screen", "source": "s-attachment.jpg", "type": "image/jpg"},
        ],
    },
]


def with_steps(path: Path) -> Path:
    result = read(path) | {"steps": STEPS, "description": "what is claimed"}
    path.write_text(json.dumps(result))
    (path.parent / "p-attachment.txt").write_text("unproven at this moment")
    return path


@pytest.mark.parametrize("outcome", ["holding", "violated", "unproven", "not_applicable"])
def test_the_last_step_never_shows_another_verdict_than_the_result(
    tmp_path: Path, outcome: str, request: pytest.FixtureRequest
) -> None:
    judgement: Judgement = request.getfixturevalue(outcome)
    path = with_steps(put(tmp_path, "r", "broken", judgement.scenario))
    for _ in range(2):
        finalise(tmp_path, [judgement])
    result = read(path)
    first, last = result["steps"]

    assert first == STEPS[0]
    assert last["status"] == result["status"]
    assert last["statusDetails"].get("message") == result["statusDetails"].get("message")
    assert [item["name"] for item in last["attachments"]] == [
        "the screen",
        f"Final judgement: {judgement.outcome.value}",
    ]
    assert result["attachments"] == []
    assert "unproven at this moment" not in json.dumps(result["steps"])
    assert not (tmp_path / "p-attachment.txt").exists()


def test_what_holds_has_no_error_and_its_verdict_in_the_description(
    tmp_path: Path, holding: Judgement
) -> None:
    path = with_steps(put(tmp_path, "r", "broken", holding.scenario))
    for _ in range(2):
        finalise(tmp_path, [holding])
    result = read(path)

    assert "message" not in result["statusDetails"]
    assert "trace" not in result["statusDetails"]
    assert result["description"].startswith("what is claimed\n\n**Final judgement**\n\n- INC-03.")
    assert result["description"].count("Final judgement") == 1
    assert result["description"].endswith("- provisional: unproven, windows were still open")


def test_an_outlines_example_becomes_parameters_that_people_read(tmp_path: Path, violated: Judgement) -> None:
    path = put(tmp_path, "r", "failed", violated.scenario)
    odd = {"name": "_pytest_bdd_example", "value": "__import__('os')"}
    example = {"name": "_pytest_bdd_example", "value": "{'browser': 'Mi Browser'}"}
    path.write_text(json.dumps(read(path) | {"parameters": [example, odd, {"name": "run", "value": "r"}]}))
    finalise(tmp_path, [violated])

    assert read(path)["parameters"] == [
        {"name": "browser", "value": "Mi Browser"},
        {"name": "example", "value": "__import__('os')"},
        {"name": "run", "value": "r"},
    ]


def test_a_label_stands_there_once(tmp_path: Path, violated: Judgement) -> None:
    path = put(tmp_path, "r", "failed", violated.scenario)
    result = read(path)
    path.write_text(json.dumps(result | {"labels": result["labels"] * 2}))
    finalise(tmp_path, [violated])

    assert [item["value"] for item in read(path)["labels"] if item["name"] == "tag"] == ["x"]


def test_the_witnesses_are_attached_once(tmp_path: Path, violated: Judgement) -> None:
    path = put(tmp_path, "r", "failed", violated.scenario)
    finalise(tmp_path, [violated])
    once = read(path)
    finalise(tmp_path, [violated])

    assert read(path) == once
    (attachment,) = once["attachments"]
    assert attachment["type"] == "text/plain"
    assert "sa.api.intl.miui.com" in (tmp_path / attachment["source"]).read_text("utf-8")


def test_the_traffic_is_attached_once(tmp_path: Path, violated: Judgement) -> None:
    path = put(tmp_path, "r", "failed", violated.scenario)
    for _ in range(2):
        finalise(tmp_path, [violated], traffic=lambda own: json.dumps([item.claim for item in own]))

    names = [item["name"] for item in read(path)["attachments"]]
    assert names == ["Final judgement: violated", "Traffic (HAR)"]
    assert (tmp_path / read(path)["attachments"][1]["source"]).read_text() == '["INC-02"]'


def test_the_worst_of_a_scenario_decides(tmp_path: Path, violated: Judgement, holding: Judgement) -> None:
    path = put(tmp_path, "r", "passed", violated.scenario)
    finalise(tmp_path, [replace(holding, scenario=violated.scenario), violated])

    assert read(path)["status"] == "failed"


def test_what_was_not_judged_never_passes(tmp_path: Path) -> None:
    unlabelled = put(tmp_path, "a", "passed", None)
    unjudged = put(tmp_path, "b", "failed", "no such scenario")
    finalise(tmp_path, [])

    assert read(unlabelled)["status"] == "broken"
    assert read(unjudged)["status"] == "broken"
    assert "no final judgement" in read(unjudged)["statusDetails"]["message"]


def test_a_skip_keeps_its_reason(tmp_path: Path) -> None:
    path = put(tmp_path, "a", "skipped", None)
    finalise(tmp_path, [])

    assert read(path)["status"] == "skipped"
    assert "as skipped" in read(path)["statusDetails"]["message"]


def test_the_provisional_status_survives_a_second_rewriting(
    tmp_path: Path, violated: Judgement, holding: Judgement
) -> None:
    path = put(tmp_path, "r", "broken", violated.scenario)
    finalise(tmp_path, [violated])
    finalise(tmp_path, [replace(holding, scenario=violated.scenario)])

    assert read(path)["status"] == "passed"
    assert read(path)["description"].endswith("provisional: unproven, windows were still open")


def test_another_run_is_left_alone(tmp_path: Path, violated: Judgement) -> None:
    path = put(tmp_path, "r", "passed", violated.scenario, run="run-2")
    before = path.read_bytes()
    finalise(tmp_path, [violated], run="run-1")

    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff"])
def test_a_broken_result_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x-result.json").write_bytes(content)

    with pytest.raises(EvidenceError, match=r"x-result\.json"):
        finalise(tmp_path, [])
