"""`claims list` shows the whole ledger, also what nothing tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.bench.tables import Tables, features_folder
from harness.cli.main import exit_code

LEDGER = Tables.load(features_folder()).ledger


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


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"]])
def test_it_says_nothing_on_standard_error(arguments: list[str], capsys) -> None:
    exit_code(arguments)

    assert capsys.readouterr().err == ""
