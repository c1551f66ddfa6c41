"""`claims list` shows the whole ledger, also what nothing tests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from harness.cli.list import _whole
from harness.cli.main import exit_code
from harness.cli.terminal import say
from harness.model.claim import Claim
from harness.ruling.pack import built_in
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Study

STUDY = Study.load(built_in())
LEDGER = STUDY.tables.ledger


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


def test_another_pack_is_read_and_its_mistakes_are_named(tmp_path: Path, capsys) -> None:
    features = Path(shutil.copytree(features_folder(), tmp_path / "features"))
    assert exit_code(["list", "--json", "--pack", str(tmp_path)]) == 0
    assert len(json.loads(capsys.readouterr().out)["claims"]) == len(LEDGER.claims)
    text = (features / "acts.yaml").read_text("utf-8").replace("[search-term]", "[serch-term]", 1)
    (features / "acts.yaml").write_text(text, "utf-8")

    assert exit_code(["list", "--pack", str(tmp_path)]) == 3
    line = text[: text.index("[serch-term]")].count("\n") + 1
    err = capsys.readouterr().err
    assert f"features/acts.yaml:{line}" in err
    assert "'search-term'" in err


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
        assert proposition.unscripted or [
            item for item in STUDY.scenarios if item.proposition == proposition.id
        ]
    for scenario in STUDY.scenarios:
        stated = f"scenario: {scenario.title} ({scenario.where})" in out
        assert stated is (scenario.claim == claim.id)
        assert not stated or all(look.text in out for look in scenario.looks)
    assert not any(other.id in out for other in LEDGER.claims if other.id not in str(claim))


def test_a_claim_shows_its_acts_what_of_them_is_looked_for_and_who_may_have_it(capsys) -> None:
    assert exit_code(["list", "INC-04"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert "  pages are visited: a page's address is typed and the page opened" in lines
    assert "    path, planted by the bench: path of the address" in lines
    assert any(
        line.startswith("    fragment, planted by the bench: ")
        and line.endswith("; no protocol sends it by itself")
        for line in lines
    )
    assert (
        "    search-term may go to the chosen service in url.path, url.query, header:referer, body, cookie: "
        "the search engine that is set answers the search" in lines
    )
    assert "    feed-title, read from the screen: title of a news item as read from the screen" in (
        line.removesuffix("; no protocol sends it by itself") for line in lines
    )


@pytest.mark.parametrize("claim", LEDGER.claims, ids=lambda claim: claim.id)
def test_every_act_that_a_claim_looks_at_is_told_once_and_whole(claim: Claim, capsys) -> None:
    exit_code(["list", claim.id])
    lines = capsys.readouterr().out.splitlines()
    looked_at = {act for item in STUDY.scenarios if item.claim == claim.id for act in item.acts}

    for act in STUDY.tables.acts.acts:
        told = [index for index, line in enumerate(lines) if line == f"  {act.plural}: {act.title}"]
        assert len(told) == (act.id in looked_at)
        for index in told:
            below = lines[index + 1 : index + 1 + len(act.carries) + max(1, len(act.receivers))]
            parts, receivers = below[: len(act.carries)], below[len(act.carries) :]
            how = {"canary": "planted by the bench", "observed": "read from the screen"}[act.judged_by.value]
            assert [line.partition(":")[0] for line in parts] == [
                f"    {name}, {how}" for name in act.carries
            ]
            alone = [line.endswith("; no protocol sends it by itself") for line in parts]
            assert alone == [not STUDY.tables.acts.part(name).carried for name in act.carries]
            for line, receiver in zip(receivers, act.receivers, strict=False):
                assert line.startswith(f"    {', '.join(receiver.parts)} may go to the ")
                assert line.endswith(receiver.why)
                assert all(place in line for place in receiver.places)
            assert (receivers == ["    nobody may receive any of it"]) is (not act.receivers)


def test_a_wrapped_claim_stays_within_the_terminal(capsys) -> None:
    console = Console(width=80, force_terminal=True, color_system=None, markup=False)
    with console.capture() as capture:
        for indent, text in _whole(LEDGER.claim("INC-03"), STUDY):
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
