from __future__ import annotations

import pytest

from harness.judge.foreign import excluded_connections
from tests.judge.cases import case_of
from tests.judge.damage import mode_unknown, opaque, silent_arm
from tests.judge.honest import ANALYTICS, MI, UIDS, honest
from tests.judge.stored import Count


def excluded(desk, folder) -> frozenset[str]:
    case = case_of(desk, folder)
    return excluded_connections(case, tuple(arm for arm in case.arms if arm.id == silent_arm(desk)))


def test_a_large_connection_beside_explained_counters_is_somebody_elses(tmp_path):
    desk = honest()
    opaque(None, 5000)(desk)
    assert len(excluded(desk, tmp_path)) == 1


@pytest.mark.parametrize("size", [1, 20])
def test_what_may_hide_in_the_tolerance_stays_in_scope(size, tmp_path):
    desk = honest()
    opaque(None, size)(desk)
    assert excluded(desk, tmp_path) == frozenset()


@pytest.mark.parametrize("uid", [UIDS[MI], ANALYTICS])
def test_whose_counter_has_its_bytes_is_not_excluded(uid, tmp_path):
    """The app's, or a relay's, own bytes: counted for it and not recorded for it."""
    desk = honest()
    opaque(None, 5000)(desk)
    for line in desk.find("counters", at="close") + desk.find("counters", at="end"):
        row = line["uids"].setdefault(str(uid), Count().row())
        row["tx_bytes"] += 5000 + 52 * 4
        row["tx_packets"] += 4
    assert excluded(desk, tmp_path) == frozenset()


def test_a_connection_without_an_end_is_never_excluded(tmp_path):
    desk = honest()
    opaque(None, 5000, closed=False)(desk)
    assert excluded(desk, tmp_path) == frozenset()


def test_without_calibration_or_formula_nothing_is_excluded(tmp_path):
    for number, spoil in enumerate(
        (mode_unknown, lambda desk: desk.drop("counters", desk.find("counters", place="calibration")))
    ):
        desk = honest()
        opaque(None, 5000)(desk)
        spoil(desk)
        assert excluded(desk, tmp_path / str(number)) == frozenset()


def test_a_sample_read_in_the_midst_of_an_upload_leaves_the_next_one(tmp_path):
    """The nearest sample counted what its inner mark had not seen: a pair further out tells."""
    desk = honest()
    opaque(None, 5000)(desk)
    sample = desk.find("counters", place=silent_arm(desk), at="end")[0]
    for line in desk.find("exchanges", event="traffic", mark=sample["marks"][0]):
        for figures in line["conns"].values():
            figures[0] = 0
    assert len(excluded(desk, tmp_path)) == 1
