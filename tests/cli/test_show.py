"""`claims show RUN EXCHANGE`: what was sent, in its layers, with what was planted in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.main import exit_code
from tests.judge.honest import MI, STATISTICS, UIDS, honest
from tests.judge.stored import CANARY, sensors, token

TERM = token("shown")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with one exchange named `upload` that carries a planted term, and hostile headers."""
    desk = honest()
    desk.plant("canary", TERM, "search-term", "arm", act="search", number=1)
    conn = desk.connect(UIDS[MI], STATISTICS)
    body = sensors({"event": "search", "properties": {"search_word": TERM}})
    headers = (("X-Odd", "a\x1b[31m[bold]b"), ("Content-Type", "application/x-www-form-urlencoded"))
    name = desk.send(conn, STATISTICS, "/sa?r=SG", body, headers=headers)
    for line in desk.find("exchanges", id=name):
        line["id"] = "upload"
    return desk.write(tmp_path_factory.mktemp("show") / "run")


def test_an_exchange_is_shown_with_its_headers_layers_and_sightings(run: Path, capsys) -> None:
    assert exit_code(["show", str(run), "upload"]) == 0
    out = capsys.readouterr().out

    for word in (STATISTICS, "POST", "X-Odd", "form:data_list", "gzip", TERM, "canary:"):
        assert word in out


def test_what_was_captured_cannot_steer_the_terminal(run: Path, capsys) -> None:
    exit_code(["show", str(run), "upload"])
    out = capsys.readouterr().out

    assert "\x1b" not in out
    assert "[bold]b" in out


@pytest.mark.parametrize("exchange", ["nothing", "", "*", "uploa"])
def test_an_exchange_that_is_not_there_is_3(run: Path, capsys, exchange: str) -> None:
    assert exit_code(["show", str(run), exchange]) == 3
    out, err = capsys.readouterr()

    assert out == ""
    assert len(err.splitlines()) == 1


def test_who_looks_for_a_name_that_is_not_there_sees_how_one_is_written(run: Path, capsys) -> None:
    exit_code(["show", str(run), "nothing"])

    assert "its first one is '" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_3(tmp_path: Path, capsys) -> None:
    assert exit_code(["show", str(tmp_path), "upload"]) == 3
    assert exit_code(["show", str(tmp_path / "none"), "upload"]) == 3
    assert capsys.readouterr().out == ""


def test_showing_changes_nothing(run: Path, capsys) -> None:
    before = {path: path.stat().st_mtime_ns for path in run.rglob("*")}
    exit_code(["show", str(run), "upload"])
    capsys.readouterr()

    assert {path: path.stat().st_mtime_ns for path in run.rglob("*")} == before
    assert json.loads((run / "data" / "run.json").read_bytes())["settings"]["canary_domain"] == CANARY
