"""`claims decode` prints a tree for people and `claims/sightings/v1` for machines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import zstandard
from typer.testing import CliRunner

from harness.capture.importers import importer
from harness.cli.decode import decode, forms_of
from harness.cli.main import exit_code
from harness.model.errors import MeasurementLost
from harness.model.planted import Planted, PlantedId, PlantedKind

HAR = Path(__file__).parents[1] / "samples" / "har" / "quizduel.har"
GAID = "eefc9fd3-1cfb-4717-b774-eaae02f212a3"
APP = typer.Typer()
APP.command()(decode)


def run(*arguments: str, code: int = 0, standard_input: bytes | None = None) -> str:
    result = CliRunner().invoke(APP, list(arguments), input=standard_input)
    assert result.exit_code == code, result.output
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
    assert "1 message, 1 sighting, 0 gaps" in lines
    assert lines[-2] == "read as one body"
    assert lines[-1].startswith(
        "1 message; entered 41 bytes in 1 body; read 41 bytes in 1 body (the body 41); residue "
    )


def test_what_was_recorded_is_no_markup_and_no_emoji(body: Path) -> None:
    assert ":smile:[red]x[/red]" in run(str(body))


def test_two_values_in_one_place_are_both_marked(body: Path) -> None:
    text = run(str(body), "--find", ":smile:", "--find", "smile")

    assert "● :smile: as plain" in text
    assert "● smile as plain" in text


def test_a_value_that_is_nowhere_is_named_with_its_forms(body: Path) -> None:
    lines = run(str(body), "--find", "ab13af6f0d2e", "--find", "358240051111110").splitlines()
    forms = forms_of(Planted(PlantedId("v"), PlantedKind.IDENTIFIER, "358240051111110", "value"))

    assert f"not found: 358240051111110, looked for in {forms} forms" in lines
    assert forms > 100
    assert not any("not found: ab13" in line for line in lines)


def test_a_value_may_still_be_in_what_could_not_be_read(tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_text('{"a": "b')

    said = run(str(cut), "--find", "358240051111110", code=4)

    assert "not found in what could be read: 358240051111110, looked for in" in said
    assert "forms; it may be in what could not be read, 1 gap" in said


def test_standard_input_is_read_also_compressed() -> None:
    for data in (HAR.read_bytes(), gzip.compress(HAR.read_bytes()), zstandard.compress(HAR.read_bytes())):
        text = run("-", "--find", GAID, standard_input=data)

        assert "24 messages, 3 sightings, 0 gaps" in text


def test_a_gap_of_the_recording_is_shown_counted_and_makes_an_absence_unproven(tmp_path: Path) -> None:
    path = tmp_path / "cut.har"
    path.write_bytes(HAR.read_bytes()[:-3000])

    assert "cut off after entry " in run(str(path))
    answer = json.loads(run(str(path), "--json", "--find", "nowhere-at-all", code=4))
    assert [(gap["reason"], gap["exchange"] > 8, gap["missing"]) for gap in answer["gaps"]] == [
        ("truncated", True, True)
    ]
    assert answer["not_found"] == ["nowhere-at-all"]
    assert (answer["reader"], answer["ended"], answer["account"]["unaccounted"]) == ("HAR 1.2", "whole", 0)
    assert answer["account"]["entered"] == path.stat().st_size
    assert sum(row["size"] for row in answer["account"]["rows"]) == path.stat().st_size
    run(str(path), "--find", GAID)


@pytest.mark.parametrize(
    ("error", "ended", "code", "said"),
    [
        (KeyboardInterrupt(), "interrupted", 130, "claims: interrupted"),
        (MeasurementLost("a disk went away"), "aborted", 3, "claims: a disk went away"),
        (RuntimeError("odd"), "aborted", 3, "claims: unforeseen RuntimeError: odd"),
    ],
)
def test_json_is_whole_also_after_an_abort(
    error: BaseException,
    ended: str,
    code: int,
    said: str,
    body: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = importer.raw_body.read

    def breaking(*arguments: Any) -> Iterator[Any]:
        yield from whole(*arguments)
        raise error

    monkeypatch.setattr(importer.raw_body, "read", breaking)

    assert exit_code(["decode", str(body), "--json", "--find", "ab13af6f0d2e"]) == code
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (answer["ended"], len(answer["sightings"])) == (ended, 1)
    assert err.startswith(said)
    assert err.count("\n") == 1


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
