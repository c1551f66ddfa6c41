from __future__ import annotations

import json

import pytest

from harness.model.errors import EvidenceError
from harness.store.run import StoredRun
from tests.judge.honest import MI, UIDS, honest
from tests.judge.stored import Desk


@pytest.fixture
def stored(tmp_path):
    def read(desk: Desk | None = None) -> StoredRun:
        return StoredRun((desk or honest()).write(tmp_path / "run"))

    return read


def test_the_facts_of_a_run_come_from_its_document(stored):
    facts = stored().facts()
    assert (facts.handset, facts.handset_kind, facts.grade) == ("desk", "SIMULATED", "screening")
    assert {package.name: package.uid for package in facts.packages}[MI] == UIDS[MI]
    assert facts.interventions == ("ipv6: x", "ca-certificate: x", "proxy: x")
    assert facts.settings["calibration_app"] == MI


def test_arms_and_sessions_have_their_ends(stored):
    run = stored()
    arms, sessions = run.arms(), run.sessions()
    assert len(arms) == 8
    assert all(arm.opened_us < (arm.closed_us or 0) and arm.aborted is None for arm in arms)
    assert {arm.session for arm in arms} == {session.id for session in sessions}
    assert all(session.window_s == 1505 and session.cleared for session in sessions)


def test_an_arm_that_was_never_closed_is_aborted_and_open(stored):
    desk = honest()
    desk.drop("timeline", desk.find("timeline", what="arm-closed"))
    desk.drop("timeline", desk.find("timeline", what="session-closed"))
    run = stored(desk)
    assert {(arm.closed_us, arm.aborted) for arm in run.arms()} == {(None, "the arm was never closed")}
    assert {(session.closed_us, session.window_s) for session in run.sessions()} == {(None, 0)}


def test_identifiers_are_planted_or_told_as_unread(stored):
    desk = honest()
    desk.line("identifiers", id="identifier:oaid", name="oaid", value=None, why_not="needs an app")
    desk.line("identifiers", id="identifier:gaid", name="gaid", value=None)
    run = stored(desk)
    assert "identifier:serial" in {value.id for value in run.planted()}
    assert run.unread_identifiers() == ("oaid: needs an app", "gaid: no reason noted")


def test_a_socket_was_open_from_its_first_sample_to_its_last(stored):
    desk = Desk()
    row = ["tcp", "127.0.1.2", 40000, "127.0.0.1", 1, 10123, "01"]
    desk.line("sockets", opened=[row, [*row[:2], 40001, *row[3:5], 0, "06"]], closed=[])
    desk.us += 1_000_000
    desk.line("sockets", opened=[[*row[:6], "08"]], closed=[])
    desk.us += 1_000_000
    desk.line("sockets", opened=[], closed=[row])
    desk.line("sockets", opened=[[*row[:2], 40002, *row[3:]]], closed=[])
    desk.documents = {"run.json": {}}
    owners = list(stored(desk).sockets())
    assert [(owner.local[1], owner.uid, owner.last_us - owner.first_us > 1_900_000) for owner in owners] == [
        (40000, 10123, True),
        (40002, 10123, False),
    ]


def test_lines_that_are_not_there_are_a_fault(stored):
    desk = honest()
    del desk.lines["channels"][5]
    desk.timeline("fault", fault="MeasurementLost", detail="gone", arm="an arm")
    faults = stored(desk).faults()
    assert [(fault.fault, fault.arm) for fault in faults] == [
        ("MeasurementLost", "an arm"),
        ("lines-missing", None),
    ]


def test_counters_carry_what_was_sent_by_udp(stored):
    desk = honest()
    desk.find("counters", arm="calibration", at="start")[0]["uids"]["1000"] = [10, 1, 20, 2, None, None]
    sample = stored(desk).counters()[0]
    assert (sample.uids[1000].tx_bytes, sample.uids[1000].udp_bytes) == (10, None)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("timeline", {"what": "arm-opened"}),
        ("timeline", {}),
        ("planted", {"id": "x", "kind": "no such kind", "value": "v", "part": "p"}),
        ("planted", {"id": "x", "kind": "canary", "value": "", "part": "p"}),
        ("counters", {"arm": "a", "at": "start", "source": "s", "marks": ["one"], "uids": {}}),
        ("channels", {"arm": "a"}),
        ("preconditions", {"arm": "a"}),
        ("sockets", {"opened": [["tcp"]]}),
    ],
)
def test_a_line_that_does_not_read_is_an_error(stored, file, change):
    desk = honest()
    desk.line(file, **change)
    run = stored(desk)
    with pytest.raises(EvidenceError):
        [
            list(read())
            for read in (
                run.arms,
                run.acts,
                run.planted,
                run.counters,
                run.channels,
                run.preconditions,
                run.sockets,
            )
        ]


def test_a_document_that_does_not_read_is_an_error(stored, tmp_path):
    run = stored()
    for content in ("", "[]", '{"schema":"claims/run/v9"}', '{"schema":"claims/run/v1"}'):
        (run.data / "run.json").write_text(content)
        with pytest.raises(EvidenceError):
            run.facts()
    (run.data / "run.json").unlink()
    with pytest.raises(EvidenceError, match="found none"):
        run.facts()
    (run.data / "ledger.json").write_bytes(b"\xff")
    with pytest.raises(EvidenceError):
        run.text("ledger.json")
    with pytest.raises(EvidenceError, match="wanted a run folder"):
        StoredRun(tmp_path / "nothing")
    assert json.loads(run.text("acts.json"))
