from __future__ import annotations

import pytest

from harness.model.message import GapReason
from harness.model.planted import PlantedKind
from harness.store.run import StoredRun
from tests.judge.cases import reading_of
from tests.judge.damage import insert, silent_arm
from tests.judge.honest import MI, SHELL, STATISTICS, UIDS, honest
from tests.judge.stored import CANARY, Desk, token


def folded(desk: Desk, folder):
    return reading_of(StoredRun(desk.write(folder / "run")))


def test_a_nonce_that_only_the_shell_knew_ties_its_connection_to_the_shell(tmp_path):
    desk = honest()
    value = token("nonce", silent_arm(desk), "end", "shell")
    (sent,) = [line for line in desk.find("exchanges", event="sent") if value in line["target"]]
    (opened,) = desk.find("exchanges", event="flow-opened", conn=sent["conn"])
    for line in desk.lines["sockets"]:
        line["opened"] = [row for row in line["opened"] if row[2] != opened["client"][1]]
    (nonce,) = [item for item in folded(desk, tmp_path).sightings if item.planted.value == value]
    assert nonce.uid == SHELL


def test_a_nonce_of_the_shell_is_the_shells_where_its_port_was_used_again(tmp_path):
    desk = honest()
    value = token("nonce", silent_arm(desk), "end", "shell")
    (sent,) = [line for line in desk.find("exchanges", event="sent") if value in line["target"]]
    (opened,) = desk.find("exchanges", event="flow-opened", conn=sent["conn"])
    for line in desk.lines["sockets"]:
        for row in (*line["opened"], *line["closed"]):
            if row[2] == opened["client"][1]:
                row[5] = UIDS[MI]
    (nonce,) = [item for item in folded(desk, tmp_path).sightings if item.planted.value == value]
    assert nonce.uid == SHELL


@pytest.mark.parametrize("by", ["canary", "upstream"])
def test_what_an_app_sends_of_the_shells_nonce_is_the_apps(tmp_path, by):
    desk = honest()
    value = token("nonce", silent_arm(desk), "start", "shell")
    host = f"x.{CANARY}" if by == "canary" else "sa.api.intl.miui.com"

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], host)
        desk.send(conn, host, "/first", by=by)
        desk.send(conn, host, f"/?seen={value}", by=by)
        desk.close(conn)

    insert(desk, act)
    found = [item for item in folded(desk, tmp_path).sightings if item.planted.value == value]
    assert {item.uid for item in found} == {SHELL, UIDS[MI]}


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
