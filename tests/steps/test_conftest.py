"""pytest on the steps, as pytest's users expect it: selecting, stopping, repeating, sharing out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from harness.model.judgement import Outcome
from harness.report.verdicts import verdicts_of
from harness.ruling.final import judge_stored
from tests.bench.recorded_run import study
from tests.steps.suite import copied, devices, pack, run_steps
from tests.test_structure import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The steps on a run that is recorded already; nothing is remembered between tests."""
    return copied(tmp_path_factory.mktemp("steps"))


def collected(folder: Path, *arguments: object) -> list[str]:
    done = run_steps(folder, "--collect-only", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line]


def test_every_scenario_is_collected_for_every_handset_and_app(folder: Path) -> None:
    everything = collected(folder)

    assert len(everything) >= 36
    assert any(name.endswith("[desk-mint-browser]") for name in everything)
    assert all("[desk-" in name for name in everything)


def test_the_plugins_that_only_tests_have_are_not_needed(folder: Path) -> None:
    """`make test` installs more than `make run`: what that one misses, only a newcomer would see."""
    locked = {
        re.split(r"[\[=]", line)[0] for line in (ROOT / "requirements.lock").read_text().splitlines() if line
    }
    extra = {
        point.name
        for point in entry_points(group="pytest11")
        if point.dist is not None and re.sub(r"[-_.]+", "-", point.dist.name).lower() not in locked
    }
    assert "xdist" in extra

    assert collected(folder, *(f"-pno:{name}" for name in sorted(extra)))


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("-m", "INC-02"), r"(page|term|news)"),
        (("-k", "settings_offer and mint"), r"test_the_settings_offer_the_switch\[desk-mint-browser\]"),
        (("--claims", "CON-02"), r"played_song"),
        (("--claims", "INC-03.switch"), r"settings_offer"),
    ],
)
def test_a_part_of_it_can_be_selected(folder: Path, arguments: tuple[str, ...], wanted: str) -> None:
    names = collected(folder, *arguments)

    assert names
    assert all(re.search(wanted, name) for name in names), names
    assert len(names) < 10


def test_handsets_are_those_of_the_file_or_the_named_ones(tmp_path: Path) -> None:
    copied(tmp_path, handsets=("one", "two"))
    everything = collected(tmp_path, "--claims", "INC-03.switch")
    assert len(everything) == 4
    two = collected(tmp_path, "--claims", "INC-03.switch", "--device", "two")
    assert len(two) == 2
    assert all("[two-" in name for name in two)
    other = tmp_path / "other"
    other.mkdir()
    assert all(
        "[three-" in name
        for name in collected(tmp_path, "--devices", devices(other, "three"), "--claims", "INC-03.switch")
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--claims", "INC-99"), "found 'INC-99' in --claims"),
        (("--device", "moon"), "wanted a handset of desk, found 'moon'"),
        (("--devices", "none.yaml"), "none.yaml: wanted the bench's devices, found no such file"),
        (("--pack", "nowhere"), "found 'nowhere'"),
        (("--claims-job", "none.json"), "none.json: wanted the job that `claims run` wrote"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_no_traceback(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run_steps(folder, *arguments)
    errors = [line for line in done.stderr.splitlines() if line]

    assert done.returncode == 4
    assert said in done.stderr
    assert len(errors) == 1, done.stderr
    assert errors[0].startswith("ERROR: ")
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (
            {"never_knows": ("  @INC-02\n  Scenario: No search", "  @INC-99\n  Scenario: No search")},
            r":\d+: .*INC-99",
        ),
        (
            {"never_knows": ("When terms are searched in", "When terms are sung in")},
            r":\d+: .*terms are sung",
        ),
        ({"never_knows": ("no search term of incognito mode leaves", "no search term leaves")}, r":\d+: "),
        (
            {"never_knows": ("When terms are searched in normal", "When songs are played in normal")},
            r":\d+: ",
        ),
        ({"ledger": ("schema:", "schemo:")}, r"ledger\.yaml:\d+: "),
    ],
    ids=["tag", "words", "proposition", "act", "ledger"],
)
def test_a_feature_that_does_not_read_stops_the_collection_with_file_and_line(
    folder: Path, tmp_path: Path, change: dict[str, tuple[str, str]], where: str
) -> None:
    done = run_steps(folder, "--pack", pack(tmp_path, **change))
    errors = [line for line in done.stderr.splitlines() if line]

    assert done.returncode == 4
    assert len(errors) == 1, done.stderr
    assert re.search(rf"features/.*{where}" if "ledger" not in change else where, errors[0]), errors


def test_the_first_that_fails_ends_it_with_x_and_lf_begins_with_what_failed(tmp_path: Path) -> None:
    copied(tmp_path)
    first = run_steps(tmp_path, "-x", "-m", "INC-02 or INC-03", cache=True)
    again = run_steps(tmp_path, "--lf", "--collect-only", cache=True)

    assert "1 failed" in first.stdout, first.stdout + first.stderr
    (failed,) = re.findall(r"^FAILED .*::(\S+)", first.stdout, re.MULTILINE)
    assert [line.partition("::")[2] for line in again.stdout.splitlines() if "::" in line] == [failed]


@pytest.mark.slow
def test_what_failed_is_known_again_where_workers_had_shared_it(tmp_path: Path) -> None:
    pytest.importorskip("xdist")
    copied(tmp_path)
    first = run_steps(tmp_path, "-n", "2", "-m", "INC-03", cache=True)
    again = run_steps(tmp_path, "--lf", "--collect-only", cache=True)

    failed = re.findall(r"^(?:FAILED|ERROR) .*::(\S+)", first.stdout, re.MULTILINE)
    assert failed, first.stdout + first.stderr
    assert {line.partition("::")[2] for line in again.stdout.splitlines() if "::" in line} == set(failed)


@pytest.mark.slow
@pytest.mark.parametrize("shared", [("-n", "2"), ("-n2", "--dist", "load")], ids=" ".join)
def test_a_handset_is_measured_by_one_worker_however_many_there_are(
    tmp_path: Path, shared: tuple[str, ...]
) -> None:
    pytest.importorskip("xdist")
    copied(tmp_path, handsets=("one", "two"))
    done = run_steps(tmp_path, *shared, "-m", "INC-03")
    workers: dict[str, set[str]] = defaultdict(set)
    for line in (tmp_path / "measured.txt").read_text().splitlines():
        handset, pid = line.split()
        workers[handset].add(pid)

    assert set(workers) == {"one", "two"}, done.stdout + done.stderr
    assert all(len(pids) == 1 for pids in workers.values())
    assert workers["one"] != workers["two"]


def test_what_was_deselected_is_not_planned_and_lets_no_claim_hold(tmp_path: Path) -> None:
    copied(tmp_path)
    run_steps(tmp_path, "-k", "settings_offer and mi_browser or settings_offer and mi-browser")
    planned = json.loads((tmp_path / "desk" / "data" / "plan.json").read_bytes())
    judgements = judge_stored(tmp_path / "desk")

    parts = {(part["proposition"], part["app"]) for part in planned["parts"]}
    assert parts == {("INC-03.switch", "mi-browser")}
    assert [item.outcome for item in judgements] == [Outcome.HOLDS]
    assert verdicts_of(judgements, study().tables.ledger)["INC-03"].outcome is Outcome.UNPROVEN
