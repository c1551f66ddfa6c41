"""`claims decode` prints a tree for people and `claims/sightings/v1` for machines."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from harness.cli.decode import decode

HAR = Path(__file__).parents[1] / "samples" / "har" / "quizduel.har"
GAID = "eefc9fd3-1cfb-4717-b774-eaae02f212a3"
APP = typer.Typer()
APP.command()(decode)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(APP, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_json_names_the_entry_the_path_and_the_form() -> None:
    answer = json.loads(run(str(HAR), "--find", GAID, "--json"))

    assert answer["schema"] == "claims/sightings/v1"
    assert [(s["exchange"], s["path"], s["form"], s["planted"]) for s in answer["sightings"]] == [
        (number, ["body", "form:advertiser_id"], "plain", GAID) for number in (8, 9, 10)
    ]
    assert answer["gaps"] == []


def test_people_get_a_tree_of_layers() -> None:
    text = run(str(HAR), "--find", GAID)

    assert "form:advertiser_id" in text
    assert "24 messages, 3 sightings" in text


def test_several_values_may_be_looked_for() -> None:
    answer = json.loads(run(str(HAR), "--find", GAID, "--find", "e5MKLJp8QGi6-NUMLkUOMm", "--json"))

    assert {s["planted"] for s in answer["sightings"]} == {GAID, "e5MKLJp8QGi6-NUMLkUOMm"}


def test_gaps_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(bytes(range(128, 256)))

    answer = json.loads(run(str(path), "--json"))

    assert [gap["reason"] for gap in answer["gaps"]] == ["encrypted"]
