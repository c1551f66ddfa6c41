"""What deletion can never do: turn a run into one that holds, or a violation into an absence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.model.errors import EvidenceError
from harness.model.judgement import Outcome
from harness.ruling.final import judge_stored
from tests.judge.damage import arms as silent_arms
from tests.judge.damage import opaque, session_of
from tests.judge.honest import MI, UIDS, honest, told
from tests.judge.stored import Desk

pytestmark = pytest.mark.slow


def outcome(desk: Desk, folder: Path) -> Outcome | None:
    """INC-03.silent of Mi Browser, None where the folder is refused."""
    try:
        found = judge_stored(desk.write(folder))
    except EvidenceError:
        return None
    return next(item.outcome for item in found if (item.proposition, item.app) == ("INC-03.silent", MI))


def thinned(desk: Desk, seed: int, share: float, *, renumber: bool, keep: object = None) -> int:
    """Delete a random share of the lines of a random file; the number of deleted lines."""
    draw = random.Random(seed)  # noqa: S311  # the same lines each time
    file = draw.choice(sorted(desk.lines))
    lines = [line for line in desk.lines[file] if keep is None or not keep(file, line)]
    gone = [line for line in lines if draw.random() < share] or lines[:1]
    ids = {id(line) for line in gone}
    desk.lines[file] = [line for line in desk.lines[file] if id(line) not in ids]
    if renumber:
        desk.renumber()
    return len(gone)


quick = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEEDS, SHARES = st.integers(0, 10**9), st.sampled_from([0.02, 0.2, 0.7])


@quick
@given(SEEDS, SHARES)
def test_no_line_of_a_run_can_be_deleted_unseen(tmp_path_factory, seed, share):
    """Whatever it was and whatever the run showed, the run no longer holds: its number is missing."""
    desk = honest()
    last = desk.sequence
    thinned(desk, seed, share, renumber=False, keep=lambda _, line: line["seq"] == last)
    assert outcome(desk, tmp_path_factory.mktemp("run")) in {Outcome.UNPROVEN, None}


@quick
@given(SEEDS, SHARES)
def test_without_any_of_the_benchs_lines_a_violation_never_holds(tmp_path_factory, seed, share):
    """As if they had never been written: what the phone sent in both positions is still there."""
    desk = told(incognito_uploads=frozenset({"collecting", "silent"})).copy()
    draw = random.Random(seed)  # noqa: S311  # the same lines each time
    files = [file for file in sorted(desk.lines) if file not in {"exchanges", "sockets"}]
    for file in draw.sample(files, 2):
        desk.lines[file] = [line for line in desk.lines[file] if draw.random() >= share]
    desk.renumber()
    assert outcome(desk, tmp_path_factory.mktemp("run")) is not Outcome.HOLDS


@quick
@given(SEEDS, SHARES)
def test_without_some_of_its_network_lines_an_opaque_run_never_holds(tmp_path_factory, seed, share):
    """A connection of the app that could not be read: no deletion of other lines makes it readable."""
    desk = honest()
    opaque(UIDS[MI])(desk)
    (mine,) = [line["conn"] for line in desk.find("exchanges", sni="opaque.example", event="client-hello")]
    (opened,) = desk.find("exchanges", event="flow-opened", conn=mine)
    port = opened["client"][1]

    def keep(file: str, line: dict) -> bool:
        if file == "exchanges":
            return line["event"] == "flow-opened" and line["conn"] == mine
        return file == "sockets" and any(row[2] == port for row in (*line["opened"], *line["closed"]))

    thinned(desk, seed, share, renumber=True, keep=keep)
    assert outcome(desk, tmp_path_factory.mktemp("run")) is not Outcome.HOLDS


CONTROLS = {
    "planted": lambda line: line["kind"] in {"spike", "nonce"},
    "counters": lambda line: True,
    "channels": lambda line: True,
    "preconditions": lambda line: line["condition"] == "mode",
    "consent": lambda line: line["what"] == "condition",
    "timeline": lambda line: line["what"] in {"arm-opened", "arm-closed", "session-opened", "session-closed"},
}


@pytest.mark.parametrize("file", CONTROLS)
@pytest.mark.parametrize("seed", range(3))
def test_each_line_that_a_silence_rests_on_is_needed(tmp_path, file, seed):
    """One line deleted as if it had never been written, drawn from all that belong to the silent position."""
    desk = honest()
    session = session_of(desk)
    arms = {*silent_arms(desk), *silent_arms(desk, suspended=True)}
    lines = [
        line
        for line in desk.lines[file]
        if CONTROLS[file](line)
        and (
            arms & {line.get("arm"), line.get("place")} or session in {line.get("session"), line.get("place")}
        )
        and not (file == "counters" and line["at"] == "end" and "suspended" not in line["place"])
        and not (file == "preconditions" and len(desk.find(file, arm=line["arm"])) > 1)
    ]
    if not lines:
        pytest.skip("nothing of that kind alone")
    desk.drop(file, [lines[seed * 7 % len(lines)]])
    assert outcome(desk, tmp_path / "run") in {Outcome.UNPROVEN, None}
