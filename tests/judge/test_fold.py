from __future__ import annotations

import pytest

from harness.decode import BUILT_IN
from harness.judge.fold import read
from harness.model.errors import EvidenceError
from harness.model.message import GapReason
from harness.model.planted import PlantedKind
from harness.store.run import StoredRun
from tests.judge.cases import reading_of
from tests.judge.damage import insert, silent_arm
from tests.judge.honest import CONFIG, GMS, MI, SHELL, STATISTICS, UIDS, honest
from tests.judge.records import destination
from tests.judge.stored import CANARY, Desk, token


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


def test_a_nonce_that_only_the_shell_knew_ties_its_connection_to_the_shell(tmp_path):
    desk = honest()
    value = token("nonce", silent_arm(desk), "end", "shell")
    (sent,) = [line for line in desk.find("exchanges", event="sent") if value in line["target"]]
    (opened,) = desk.find("exchanges", event="flow-opened", conn=sent["conn"])
    for line in desk.lines["sockets"]:
        line["opened"] = [row for row in line["opened"] if row[2] != opened["client"][1]]
    (nonce,) = [item for item in folded(desk, tmp_path).sightings if item.planted.value == value]
    assert nonce.uid == SHELL


def test_an_answer_does_not_bring_back_what_its_request_asked(tmp_path):
    desk = honest()
    title = token("visit", silent_arm(desk), 1, "title")

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], "www.google.com")
        desk.send(conn, "www.google.com", f"/search?q={title}")
        desk.send(conn, "www.google.com", "/search?q=x", answer=title.encode())
        desk.close(conn)

    insert(desk, act)
    found = [item for item in folded(desk, tmp_path).sightings if item.planted.value == title]
    assert sorted((item.inbound, item.count) for item in found) == [(False, 1), (True, 1)]


def test_what_a_canary_site_answers_is_the_benchs_own(tmp_path):
    desk = honest()

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], f"x.{CANARY}")
        desk.send(conn, f"x.{CANARY}", "/", by="canary", answer=token("blank", "host").encode())
        desk.close(conn)

    insert(desk, act)
    reading = folded(desk, tmp_path)
    assert not [item for item in reading.sightings if item.planted.kind is PlantedKind.BLANK]


def test_a_failed_request_was_read_and_is_a_gap(tmp_path):
    desk = honest()

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], STATISTICS)
        name = desk.send(conn, STATISTICS, "/config/x")
        desk.drop("exchanges", desk.find("exchanges", event="answered", id=name))
        desk.event("failed", id=name, conn=conn, error="reset")
        desk.close(conn)

    insert(desk, act)
    found = [gap for gap in folded(desk, tmp_path).gaps if gap.reason is GapReason.UPSTREAM_FAILED]
    assert [(gap.app, gap.host) for gap in found] == [(MI, STATISTICS)]


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
