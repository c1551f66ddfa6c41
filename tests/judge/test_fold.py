from __future__ import annotations

import pytest

from harness.decode import BUILT_IN
from harness.judge.fold import read
from harness.model.errors import EvidenceError
from harness.model.message import GapReason
from harness.store.run import StoredRun
from tests.judge.cases import reading_of
from tests.judge.honest import CONFIG, GMS, MI, SHELL, STATISTICS, honest
from tests.judge.records import destination
from tests.judge.stored import Desk


def folded(desk: Desk, folder):
    return reading_of(StoredRun(desk.write(folder / "run")))


def test_the_honest_run_is_read_whole(tmp_path):
    desk = honest()
    reading = folded(desk, tmp_path)
    sent = len(desk.find("exchanges", event="sent"))
    assert sum(reading.examined.values()) == sent
    assert sum(reading.examined.values()) > sum(
        count for (uid, _), count in reading.examined.items() if uid == SHELL
    )
    assert len(reading.heartbeats_us) == len(desk.find("exchanges", event="heartbeat"))
    assert {gap.reason for gap in reading.gaps} == {GapReason.TLS_REFUSED}
    assert {gap.uid for gap in reading.gaps} == {GMS}
    assert len(reading.configurations) == 2
    assert all(place == STATISTICS + CONFIG.partition("?")[0] for _, place, _ in reading.configurations)
    assert reading.faults == ()
    assert reading.unexplained == ()
    assert {upload.app for upload in reading.uploads} == {MI}


def test_a_host_is_looked_up_once(tmp_path):
    asked: list[str] = []

    def classify(host: str):
        asked.append(host)
        return destination(host)

    read(StoredRun(honest().write(tmp_path / "run")), classify, BUILT_IN)
    assert len(asked) == len(set(asked)) > 5


def test_a_body_that_is_gone_ends_the_fold(tmp_path):
    run = honest().write(tmp_path / "run")
    (run / "data" / "bodies" / "000001.seg").write_bytes(b"")
    with pytest.raises(EvidenceError, match="wanted"):
        reading_of(StoredRun(run))
