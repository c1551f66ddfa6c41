"""`claims judge RUN`: the seal first, then today's judgement, then what is another one and why."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cli.main import exit_code
from harness.evidence.seal import MANIFEST, TAG_MANIFEST, seal
from harness.ruling.finish import JUDGEMENTS, finish_folder
from harness.ruling.judgements import from_json, to_json
from tests.judge.honest import MI, STATISTICS, honest, told


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = honest().write(tmp_path_factory.mktemp("judge") / "run")
    finish_folder(folder)
    return folder


@pytest.fixture
def run(sealed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed, tmp_path / "run"))


def resealed(folder: Path) -> Path:
    """As if the folder had been sealed with what it holds now."""
    for name in (MANIFEST, TAG_MANIFEST):
        (folder / name).unlink()
    seal(folder)
    return folder


def judged(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = exit_code(["judge", str(folder), *options])
    return (code, *capsys.readouterr())


def test_a_sealed_run_is_judged_again_and_nothing_changed(
    sealed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = judged(sealed, capsys)

    assert code == 0
    assert "holds           INC-03.silent " + MI in said
    assert "The seal is whole" in said
    assert "0 of 4 judgements changed since the seal." in said


def test_what_is_violated_is_said_in_the_words_of_the_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaking = told(incognito_uploads=frozenset({"collecting", "silent"})).write(tmp_path / "run")
    code, said, _ = judged(leaking, capsys)

    assert code == 1
    assert f"violated        INC-03.silent {MI}: {STATISTICS} (controlled by the vendor) received " in said


def test_a_rehearsal_is_called_one(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(sealed, capsys)[1].startswith("REHEARSAL: ")


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_changed_file_is_named_and_nothing_is_judged(
    run: Path, option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with (run / "data" / "timeline.jsonl").open("ab") as file:
        file.write(b"\n")

    code, said, error = judged(run, capsys, *option)

    assert (code, said) == (3, "")
    assert "data/timeline.jsonl: changed since the run was sealed" in error


def test_the_same_outcome_with_other_grounds_is_a_change(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = run / "data" / JUDGEMENTS
    old = from_json(path.read_bytes())
    path.write_text(to_json(replace(item, n=item.n + 5) for item in old))

    said = judged(resealed(run), capsys)[1]

    assert f"changed: INC-03.silent {MI}\n" in said
    assert "n: 8 -> 3 acts" in said
    assert "4 of 4 judgements changed" in said


def test_other_rules_are_named_as_what_differs(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = run / "data" / "run.json"
    facts = json.loads(path.read_bytes())
    facts["ruleset"] = {"code": "0" * 64, "brotli": "0.1"}
    path.write_text(json.dumps(facts))

    said = judged(resealed(run), capsys)[1]

    assert "Other than when it was measured: the rules (000000000000 -> " in said
    assert "brotli (0.1 -> " in said


def test_an_unsealed_run_is_judged_and_said_to_be_unsealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = judged(honest().write(tmp_path / "run"), capsys)

    assert code == 0
    assert "not sealed" in said


def test_machines_get_the_published_format_alone(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = judged(sealed, capsys, "--json")

    assert code == 0
    assert len(from_json(said)) == 4


def test_a_run_that_was_refused_has_no_judgement_but_its_reason(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (run / "data" / "timeline.jsonl").open("a") as file:
        line = {"seq": 99999, "t": "2026-11-22T14:30:00.000000Z", "what": "refused", "reason": "no root"}
        file.write(json.dumps(line, separators=(",", ":")) + "\n")
    code, said, complaint = judged(resealed(run), capsys)

    assert (code, said) == (3, "")
    assert complaint == "claims: wanted a run that was measured, found one that was refused: no root\n"
