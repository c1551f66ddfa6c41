"""Every rule reaches every outcome in a golden run, but for those that say why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.judge.rules import CONTRACTS
from harness.model.judgement import Outcome
from harness.ruling.final import judge_stored
from tests.judge.golden import RUNS, SAMPLES, TEXT, in_text

UNREACHABLE = {
    (
        "tls-version",
        Outcome.HOLDS,
    ): "a proxy's handshakes are the recorder's; method 2 records others",
    ("tls-version", Outcome.VIOLATED): "as above",
    ("token-random", Outcome.HOLDS): "takes two handsets of one build; a run has one",
    ("token-random", Outcome.VIOLATED): "as above",
    (
        "payload-encrypted",
        Outcome.HOLDS,
    ): "what nobody can read is a gap in scope; method 2 counts it",
}
"""Rule and outcome that no stored run of today can have, each with its reason."""


TABLES = ("ledger.json", "acts.json", "destinations.json")
"""What a run keeps of the features of its day; they may have changed since."""


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {TEXT, *TABLES}
    }


@pytest.fixture(scope="module")
def judged():
    return {name: judge_stored(SAMPLES / name) for name in RUNS}


@pytest.mark.parametrize("name", RUNS)
def test_a_golden_run_is_judged_as_a_person_reviewed(name, judged):
    """Anew with `python -m tests.judge.golden`; review the differences by eye."""
    assert in_text(judged[name]) == (SAMPLES / name / TEXT).read_text("utf-8")


@pytest.mark.parametrize("name", RUNS)
def test_a_golden_run_is_the_one_that_the_script_tells(name, tmp_path):
    assert files(SAMPLES / name) == files(RUNS[name]().write(tmp_path / "run"))


def test_no_golden_run_is_without_its_story():
    assert {path.name for path in SAMPLES.iterdir()} == set(RUNS)


def test_every_rule_reaches_every_outcome_or_says_why_not(judged):
    reached = {(item.rule, item.outcome) for items in judged.values() for item in items}
    every = {(name, outcome) for name in CONTRACTS for outcome in Outcome}
    assert reached | set(UNREACHABLE) == every
    assert not reached & set(UNREACHABLE)


def test_content_convicts_in_whatever_mode_the_scenario_restricts(judged):
    found = [item for item in judged["restricted-in-normal-mode"] if item.witnesses]
    assert {item.proposition for item in found} == {"INC-04.content", "INC-04.upload"}
    arms = {witness.arm for item in found for witness in item.witnesses}
    assert all("/restrictive/" in arm and "/mode=normal" in arm for arm in arms)
