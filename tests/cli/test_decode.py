"""`claims decode` prints a tree for people and `claims/sightings/v1` for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harness.cli.decode import decode, forms_of
from harness.cli.main import exit_code
from harness.model.planted import Planted, PlantedId, PlantedKind

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


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "upload.bin"
    path.write_bytes(b"mark=:smile:[red]x[/red]&who=ab13af6f0d2e")
    return path


def test_a_body_is_named_by_its_file_and_counted_in_the_singular(body: Path) -> None:
    lines = run(str(body), "--find", "ab13af6f0d2e").splitlines()

    assert lines[0] == "0 → upload.bin"
    assert lines[-1] == "1 message, 1 sighting, 0 gaps"


def test_what_was_recorded_is_no_markup_and_no_emoji(body: Path) -> None:
    assert ":smile:[red]x[/red]" in run(str(body))


def test_two_values_in_one_place_are_both_marked(body: Path) -> None:
    text = run(str(body), "--find", ":smile:", "--find", "smile")

    assert "● :smile: as plain" in text
    assert "● smile as plain" in text


def test_a_value_that_is_nowhere_is_named_with_its_forms(body: Path) -> None:
    lines = run(str(body), "--find", "ab13af6f0d2e", "--find", "358240051111110").splitlines()
    forms = forms_of(Planted(PlantedId("v"), PlantedKind.IDENTIFIER, "358240051111110", "value"))

    assert lines[-1] == f"not found: 358240051111110, looked for in {forms} forms"
    assert forms > 100
    assert not any("not found: ab13" in line for line in lines)


def test_a_value_may_still_be_in_what_could_not_be_read(tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_text('{"a": "b')

    assert (
        run(str(cut), "--find", "358240051111110")
        .splitlines()[-1]
        .endswith("forms; it may be in what could not be read: see `claims decode` without --find")
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.har"], "claims: wanted a recording, found no file nowhere.har"),
        (["."], "claims: wanted a recording, found the folder .; name a file in it"),
        ([str(HAR), "--keylog", "keys"], "claims: wanted a key log, found no file keys"),
        ([str(HAR), "--keylog", "."], "claims: wanted a key log, found the folder .; name a file in it"),
        (["empty.har"], "claims: wanted a recording, found no message in empty.har"),
        (["empty.har", "--find", "x"], "claims: wanted a recording, found no message in empty.har"),
        (["empty.har", "--json"], "claims: wanted a recording, found no message in empty.har"),
        (["empty"], "claims: wanted a recording, found empty empty: nothing was recorded in it"),
        (
            [str(HAR), "--keylog", "empty"],
            "claims: wanted a key log, found empty empty: nothing was recorded in it",
        ),
        (
            [str(HAR), "--find", ""],
            "claims: '--find' is given without a value, wanted one; see `claims decode --help`",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "empty.har").write_text('{"log": {"version": "1.2", "entries": []}}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    assert exit_code(["decode", *arguments]) == 3

    assert capsys.readouterr() == ("", f"{said}\n")
