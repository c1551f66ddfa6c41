"""`claims list` shows the whole ledger, also what nothing tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from harness.cli.list import _whole
from harness.cli.main import exit_code
from harness.cli.terminal import say
from harness.model.claim import Claim
from harness.ruling.pack import built_in
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Tables

LEDGER = Tables.load(built_in()).ledger


def test_json_has_every_claim_with_its_source_and_propositions(capsys) -> None:
    assert exit_code(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert listed["schema"] == "claims/list/v1"
    assert [item["id"] for item in listed["claims"]] == [claim.id for claim in LEDGER.claims]
    for item, claim in zip(listed["claims"], LEDGER.claims, strict=True):
        assert item["title"] == claim.title
        assert item["source"] == claim.source.url
        assert item["propositions"] == [proposition.id for proposition in claim.propositions]
        assert item["propositions"] or item["untested"]


def test_people_see_every_claim_and_what_is_not_tested(capsys) -> None:
    assert exit_code(["list"]) == 0
    out = capsys.readouterr().out

    assert all(claim.id in out for claim in LEDGER.claims)
    assert "not tested" in out


def test_another_folder_of_features_is_read_and_its_mistakes_are_named(tmp_path: Path, capsys) -> None:
    for name in ("ledger.yaml", "acts.yaml", "destinations.yaml"):
        (tmp_path / name).write_text((features_folder() / name).read_text("utf-8"), "utf-8")
    assert exit_code(["list", "--json", "--features", str(tmp_path)]) == 0
    capsys.readouterr()
    (tmp_path / "acts.yaml").unlink()

    assert exit_code(["list", "--features", str(tmp_path)]) == 3
    assert "acts.yaml" in capsys.readouterr().err


def test_a_narrow_terminal_has_the_words_and_not_the_dates(capsys, monkeypatch) -> None:
    for width, dated in ((60, False), (80, True)):
        monkeypatch.setenv("COLUMNS", str(width))
        exit_code(["list"])
        assert ("2020-05-02" in capsys.readouterr().out) is dated


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_table_fits_the_terminal_and_gives_a_claim_few_lines(width: int, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    exit_code(["list"])
    lines = capsys.readouterr().out.splitlines()

    assert all(len(line) <= width for line in lines)
    assert len(lines) <= 3 * len(LEDGER.claims) + 2


@pytest.mark.parametrize("claim", LEDGER.claims, ids=lambda claim: claim.id)
def test_one_claim_is_shown_whole(claim: Claim, capsys) -> None:
    assert exit_code(["list", claim.id]) == 0
    out = capsys.readouterr().out

    for text in (
        claim.title,
        claim.paraphrase,
        claim.scope,
        claim.source.url,
        claim.words or "",
        claim.untested or "",
    ):
        assert text in out
    for proposition in claim.propositions:
        assert f"{proposition.id}  {proposition.text}" in out
        assert out.count("    arm: ") >= len(proposition.arms)
    assert not any(other.id in out for other in LEDGER.claims if other.id not in str(claim))


def test_a_wrapped_claim_stays_within_the_terminal(capsys) -> None:
    console = Console(width=80, force_terminal=True, color_system=None, markup=False)
    with console.capture() as capture:
        for indent, text in _whole(LEDGER.claim("INC-03"), LEDGER):
            say(console, " " * indent + text, indent + 2)

    assert all(len(line) <= 80 for line in capture.get().splitlines())


def test_json_of_one_claim_is_that_claim(capsys) -> None:
    assert exit_code(["list", "INC-03", "--json"]) == 0

    assert [item["id"] for item in json.loads(capsys.readouterr().out)["claims"]] == ["INC-03"]


def test_an_unknown_claim_is_3(capsys) -> None:
    assert exit_code(["list", "INC-99"]) == 3
    assert "INC-99" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"]])
def test_it_says_nothing_on_standard_error(arguments: list[str], capsys) -> None:
    exit_code(arguments)

    assert capsys.readouterr().err == ""
