from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness.model.arm import ArmKey, ArmKind
from harness.model.claim import Grade
from harness.model.documents import PlanDocument, SeedDocument
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ActDone,
    ActOutcome,
    ArmClosed,
    ArmOpened,
    ChannelReading,
    ChannelState,
    ConditionRead,
    ControlKind,
    ControlSent,
    CounterSample,
    DialogAnswered,
    Fault,
    IdentifierRead,
    Intervention,
    PlantedLine,
    Precondition,
    Restored,
    SessionClosed,
    SessionOpened,
    SocketsSeen,
    UidCount,
)
from harness.model.plan import Plan, PlannedPart, PlannedSession
from harness.model.planted import ControlBy, End, Planted, PlantedId, PlantedKind
from harness.model.recording import Package, Recording
from harness.store.folder import RunFolder
from harness.store.run import StoredRun
from tests.documents import APP, RUN

KEY = ArmKey("notes", ArmKind.SHAM, (("switch", "on"),), (("mode", "dark"),), (("write", 2),))
SESSION = KEY.session
PLAN = Plan(
    Grade.EVIDENCE,
    (PlannedPart("NOT-01.silent", "notes", APP, "a.feature:b", ("write",), (KEY,)),),
    (PlannedSession(SESSION, APP, (KEY,), 600),),
)
SAMPLE = CounterSample(
    place=KEY.id,
    at=End.START,
    source="s",
    marks=("1", "2"),
    uids={1000: UidCount(10, 1, 20, 2), 10123: UidCount(1, 1, 1, 1, 0, 0)},
    interfaces={"wlan0": (1, 2, 3, 4)},
)
SAID = ChannelReading(
    place=KEY.id, at=End.CLOSE, channel="sms", state=ChannelState.OFF, read="getprop: ABSENT"
)
MODE = ConditionRead(
    session=SESSION.id,
    condition="switch",
    offered=True,
    text="On",
    position="on",
    silent=None,
    screen="s.jpg",
)


@pytest.fixture
def written(tmp_path):
    """A run folder with the documents and these lines, read back."""

    def write(*lines, run=RUN):
        folder = RunFolder(tmp_path / "run")
        folder.document(run)
        folder.document(PlanDocument.of(PLAN, (), seed_commitment="c", ruleset={}))
        for line in lines:
            folder.write(line)
        folder.close()
        (folder.data / "exchanges.jsonl").touch()
        return StoredRun(folder.path)

    return write


def bare(line):
    return replace(line, sequence=0, time_us=0)


def test_a_stored_run_is_what_the_judge_reads(written):
    recording: Recording = written()
    assert list(recording.events()) == []


def test_the_facts_of_a_run_come_from_its_document(written):
    change = {"changed_at": "2026-11-22T14:00:00Z", "old": "True"}
    facts = written(
        Intervention(change="ipv6", new="False", **change),
        Restored(change="ipv6", new="True", **change),
    ).facts()
    assert (facts.id, facts.handset, facts.handset_kind, facts.grade) == (
        RUN.id,
        "desk",
        "SIMULATED",
        "evidence",
    )
    assert facts.packages == (Package(APP, 10123, "1.2", "vendor"),)
    assert (facts.version(APP), facts.version("gone")) == ("1.2", None)
    assert facts.interventions == ("ipv6: False",)
    assert (facts.calibration_app, facts.vendor_accounts, facts.services) == (None, None, ("a-search",))


def test_the_plan_is_that_of_the_document(written):
    run = written()
    assert run.plan() == PLAN
    assert run.document(PlanDocument).seed_commitment == "c"
    with pytest.raises(EvidenceError, match=r"seed\.json: wanted a file of the run, found none"):
        run.document(SeedDocument)


def test_a_plan_with_an_id_that_does_not_read_is_an_error(written):
    run = written()
    path = run.data / "plan.json"
    path.write_text(path.read_text().replace(KEY.id, "notes/x"))
    with pytest.raises(EvidenceError, match=r"plan\.json: wanted the id of an arm"):
        run.plan()


OPENED = ArmOpened(arm=KEY.id, app=APP, phone_ms=5, offset_ms=-1, offset_error_ms=3)
BEGUN = SessionOpened(session=SESSION.id, app=APP, cleared=True, phone_ms=4)


def test_arms_and_sessions_have_their_ends(written):
    run = written(
        BEGUN,
        OPENED,
        ArmClosed(arm=KEY.id, phone_ms=9, offset_ms=0, aborted=None),
        SessionClosed(session=SESSION.id, phone_ms=10, window_s=600),
    )
    (arm,), (session,) = run.arms(), run.sessions()
    assert (arm.key, arm.id, arm.app, arm.session) == (KEY, KEY.id, APP, session.id)
    assert (arm.phone_opened_ms, arm.phone_closed_ms, arm.offset_error_ms, arm.aborted) == (5, 9, 3, None)
    assert (session.key, session.app, session.cleared, session.window_s) == (SESSION, APP, True, 600)
    assert (session.phone_opened_ms, session.phone_closed_ms) == (4, 10)
    assert session.opened_us <= arm.opened_us <= arm.closed_us <= session.closed_us


def test_an_arm_that_was_never_closed_is_aborted_and_open(written):
    run = written(BEGUN, OPENED)
    (arm,), (session,) = run.arms(), run.sessions()
    assert (arm.closed_us, arm.phone_closed_ms, arm.aborted) == (None, None, "the arm was never closed")
    assert (session.closed_us, session.window_s) == (None, 0)


def test_an_arm_whose_id_does_not_read_is_an_error(written):
    run = written(replace(OPENED, arm="notes"), replace(BEGUN, session="notes"))
    for read in (run.arms, run.sessions):
        with pytest.raises(EvidenceError, match=r"timeline\.jsonl: the line with seq [12]: wanted the id"):
            read()


def test_identifiers_are_planted_or_told_as_unread(written):
    canary = Planted(
        PlantedId("nonce:1"),
        PlantedKind.NONCE,
        "v",
        "path",
        KEY.id,
        "visit",
        1,
        "b64",
        End.START,
        ControlBy.APP,
    )
    run = written(
        PlantedLine.of(canary),
        IdentifierRead(name="imei", value="8612", route="service", why_not="", registry_prefix=2),
        IdentifierRead(name="oaid", value=None, route="", why_not="needs an app", registry_prefix=0),
        IdentifierRead(name="gaid", value=None, route="", why_not="", registry_prefix=0),
    )
    known = Planted(PlantedId("identifier:imei"), PlantedKind.IDENTIFIER, "8612", "imei", registry_prefix=2)
    assert run.planted() == (canary, known)
    assert run.unread_identifiers() == ("oaid: needs an app", "gaid: no reason noted")


def test_a_planted_value_that_is_empty_is_an_error(written):
    run = written(PlantedLine(id=PlantedId("x"), kind=PlantedKind.CANARY, value="", part="p"))
    with pytest.raises(EvidenceError, match=r"planted\.jsonl: x: a planted value must not be empty"):
        run.planted()


def test_what_is_kept_as_lines_comes_back_as_they_were_written(written):
    done = ActDone(arm=KEY.id, act="write", number=1, outcome=ActOutcome.FAILED, detail="no screen")
    sent = ControlSent(
        arm=KEY.id,
        control=ControlKind.SPIKE,
        at=End.BETWEEN,
        by=ControlBy.SHELL,
        way="curl",
        planted=PlantedId("s"),
    )
    dialog = DialogAnswered(session=SESSION.id, text="Welcome", answer="Agree")
    signal = Precondition(arm=KEY.id, condition="mode", signal="screen", wanted="dark", found="light")
    run = written(done, sent, dialog, MODE, signal, SAMPLE, SAID)
    for read, line in (
        (run.acts, done),
        (run.controls, sent),
        (run.dialogs, dialog),
        (run.conditions, MODE),
        (run.preconditions, signal),
        (run.counters, SAMPLE),
        (run.channels, SAID),
    ):
        assert tuple(map(bare, read())) == (line,)
        assert read()[0].time_us > 0
    assert not run.preconditions()[0].met


ROW = ("tcp", "127.0.1.2", 40000, "127.0.0.1", 1, 10123, "01")


def row(port=40000, uid=10123, state="01"):
    return (*ROW[:2], port, *ROW[3:5], uid, state)


def test_a_socket_was_open_from_its_first_sample_to_its_last(written):
    run = written(
        SocketsSeen(phone_ms=1, opened=(row(), row(40001, 0, "06")), closed=()),
        SocketsSeen(phone_ms=2, opened=(row(state="08"),), closed=()),
        SocketsSeen(phone_ms=3, opened=(), closed=(row(state="08"), row(40009))),
        SocketsSeen(phone_ms=4, opened=(row(40002),), closed=()),
    )
    seen = {line.local[1]: line for line in run.sockets()}
    assert list(seen) == [40000, 40002]
    first = seen[40000]
    assert (first.protocol, first.local, first.remote, first.uid) == (
        "tcp",
        ("127.0.1.2", 40000),
        ("127.0.0.1", 1),
        10123,
    )
    assert first.first_us < first.last_us < seen[40002].last_us


def test_lines_that_are_not_there_are_a_fault(written):
    run = written(SAID, Fault(fault="MeasurementLost", detail="gone", arm="an arm"), SAID)
    path = run.data / "channels.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])
    assert [(fault.fault, fault.arm, fault.detail) for fault in run.faults()] == [
        ("MeasurementLost", "an arm", "gone"),
        ("lines-missing", None, "1 of 3 lines are not there: 1"),
    ]


READERS = {
    "timeline": (StoredRun.arms, StoredRun.sessions, StoredRun.acts, StoredRun.controls, StoredRun.facts),
    "planted": (StoredRun.planted,),
    "identifiers": (StoredRun.planted, StoredRun.unread_identifiers),
    "consent": (StoredRun.conditions, StoredRun.dialogs),
    "preconditions": (StoredRun.preconditions,),
    "counters": (StoredRun.counters,),
    "channels": (StoredRun.channels,),
    "sockets": (lambda run: list(run.sockets()),),
    "exchanges": (lambda run: list(run.events()),),
}


@pytest.mark.parametrize("name", READERS)
def test_a_line_that_does_not_read_is_an_error_whoever_reads_its_file(written, name):
    run = written()
    with (run.data / f"{name}.jsonl").open("ab") as file:
        file.write(b'{"seq":1,"t":"2026-11-22T16:00:00.000001Z","what":"unheard of"}\n')
    for read in READERS[name]:
        with pytest.raises(EvidenceError, match=rf"{name}\.jsonl:1: "):
            read(StoredRun(run.path))


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_missing_is_no_empty_one(written, name):
    run = written()
    (run.data / f"{name}.jsonl").unlink()
    for read in (*READERS[name], StoredRun.faults):
        with pytest.raises(EvidenceError, match="found none"):
            read(run)


def test_a_document_that_does_not_read_is_an_error(written, tmp_path):
    run = written()
    path = run.data / "run.json"
    good = json.loads(path.read_text())
    bad = ["", "[]", '{"schema":"claims/run/v9"}', '{"schema":"claims/run/v2"}']
    bad += [json.dumps(good | change) for change in ({"grade": "best"}, {"more": 1}, {"date": None})]
    for content in bad:
        path.write_text(content)
        with pytest.raises(EvidenceError, match=r"run\.json: "):
            run.facts()
    path.write_text('{"schema":"claims/run/v1"}')
    with pytest.raises(EvidenceError, match=r"release 0\.1\.0 reads it"):
        run.facts()
    path.unlink()
    with pytest.raises(EvidenceError, match="found none"):
        run.facts()
    (run.data / "ledger.json").write_bytes(b"\xff")
    with pytest.raises(EvidenceError):
        run.text("ledger.json")
    with pytest.raises(EvidenceError, match="wanted a run folder"):
        StoredRun(tmp_path / "nothing")
