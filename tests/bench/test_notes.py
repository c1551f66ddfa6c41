"""Whatever the bench notes, the stored run reads back equal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bench.notes import Notes
from harness.device.change import Intervention
from harness.device.channels import Channel, ChannelState
from harness.device.clock import ClockReading
from harness.device.counters import Counters, UidCounter
from harness.device.identifiers import Identifier
from harness.device.sockets import Sample, Socket
from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import ChannelReading, Precondition, SocketOwner, SwitchReading, UidCount
from harness.store.folder import RunFolder
from harness.store.lines import microseconds, read_lines
from harness.store.run import StoredRun

HOSTILE = 'ü\u202e\n"\\</script>\x00\ud800'
CLOCK = ClockReading(1_795_365_600_123, 1_795_365_600_000_000, 1_795_365_600_002_000, 60.0)
NEED = ArmNeed(
    ArmKind.RESTRICTIVE,
    Mode.INCOGNITO,
    (("mode", "a"), ("switch", "other")),
    (("visit", 3), ("search", 2)),
    repeat=2,
    suspended=("com.xiaomi.xmsf",),
)
KEY = ArmKey("com.mi.globalbrowser", "mi-browser", NEED)


class Desk:
    """A folder that is written and read at the same time."""

    def __init__(self, path: Path) -> None:
        self.folder = RunFolder(path)
        self.notes = Notes(self.folder)
        (self.folder.data / "exchanges.jsonl").touch()

    @property
    def run(self) -> StoredRun:
        return StoredRun(self.folder.path)

    def lines(self, name: str) -> list[dict]:
        return list(read_lines(self.folder.data / f"{name}.jsonl"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "run")
    yield desk
    desk.folder.close()


def test_planted_values(desk: Desk) -> None:
    values = (
        Planted(PlantedId("canary:1"), PlantedKind.CANARY, "tök\u202een", "path", KEY.id, "visit", 2),
        Planted(PlantedId("spike:2"), PlantedKind.SPIKE, "x", "image", KEY.id, "spike", 0, "gzip+base64"),
        Planted(PlantedId("blank:3"), PlantedKind.BLANK, "y", "host", "run", "blank", 1),
        Planted(PlantedId("observed:4"), PlantedKind.OBSERVED, "Die Gärten", "feed-title", KEY.id, "news", 1),
    )
    for value in values:
        desk.notes.planted(value)

    assert desk.run.planted() == values


def test_identifiers_known_and_unknown(desk: Desk) -> None:
    desk.notes.identifier(Identifier("imei", "861234567890127", "service call", registry_prefix=8))
    desk.notes.identifier(Identifier("oaid", None, "", why_not="no provider"))
    (known,) = desk.run.planted()

    assert (known.id, known.kind, known.value) == (
        "identifier:imei",
        PlantedKind.IDENTIFIER,
        "861234567890127",
    )
    assert (known.part, known.registry_prefix) == ("imei", 8)
    assert desk.run.unread_identifiers() == ("oaid: no provider",)


def test_an_arm_from_its_opening_to_its_end(desk: Desk) -> None:
    desk.notes.arm_opened(KEY, "mi-browser/switch=other/r2", CLOCK)
    desk.notes.arm_closed(KEY.id, ClockReading(CLOCK.phone_ms + 5000, 0, 0, 60.0), None)
    (arm,) = desk.run.arms()

    assert (arm.id, arm.session, arm.app) == (KEY.id, "mi-browser/switch=other/r2", KEY.app)
    assert (arm.kind, arm.mode, arm.repeat) == (NEED.kind.value, NEED.mode.value, NEED.repeat)
    assert (arm.consent, arm.acts, arm.suspended) == (NEED.consent, NEED.acts, NEED.suspended)
    assert (arm.phone_opened_ms, arm.phone_closed_ms) == (CLOCK.phone_ms, CLOCK.phone_ms + 5000)
    assert (arm.offset_error_ms, arm.aborted) == (CLOCK.error_ms, None)
    assert arm.closed_us is not None
    assert arm.opened_us < arm.closed_us
    assert desk.lines("timeline")[0]["offset_ms"] == CLOCK.offset_ms


def test_an_arm_that_was_aborted_says_why_and_one_never_closed_too(desk: Desk) -> None:
    other = ArmKey(KEY.app, "mint", NEED)
    desk.notes.arm_opened(KEY, "s", CLOCK)
    desk.notes.arm_closed(KEY.id, None, "the phone is offline")
    desk.notes.arm_opened(other, "s", CLOCK)
    aborted, unclosed = desk.run.arms()

    assert (aborted.aborted, aborted.phone_closed_ms) == ("the phone is offline", None)
    assert (unclosed.aborted, unclosed.closed_us) == ("the arm was never closed", None)


def test_counters(desk: Desk) -> None:
    uids = {10123: UidCounter(1, 2, 3, 4, 5, 6), 0: UidCounter(7, 8, 9, 10)}
    read = Counters("xt_qtaguid", uids, {"wlan0": (1, 2, 3, 4)})
    desk.notes.counters(KEY.id, "start", read, ("1:before", "1:after"))
    (sample,) = desk.run.counters()

    assert (sample.arm, sample.at, sample.source) == (KEY.id, "start", "xt_qtaguid")
    assert sample.marks == ("1:before", "1:after")
    assert sample.uids == {10123: UidCount(1, 2, 3, 4, 5, 6), 0: UidCount(7, 8, 9, 10, None, None)}
    assert desk.lines("counters")[0]["interfaces"] == {"wlan0": [1, 2, 3, 4]}


def test_every_channel(desk: Desk) -> None:
    found = tuple(Channel(f"way-{state.name}", state, f"read: {state}") for state in ChannelState)
    desk.notes.channels(KEY.id, "end", found)
    read = desk.run.channels()

    assert read == tuple(
        ChannelReading(number, KEY.id, "end", channel.name, channel.state.value, channel.read)
        for number, channel in enumerate(found, read[0].sequence)
    )


def test_sockets_from_opened_to_closed(desk: Desk) -> None:
    one = Socket("tcp", ("127.0.1.1", 40000), ("127.0.0.1", 8080), 10123, "01")
    other = Socket("udp", ("::", 53), ("::", 0), 1000, "07")
    waiting = Socket("tcp", ("127.0.1.1", 40001), ("127.0.0.1", 8080), 0, "06")
    desk.notes.sockets(Sample(1, (one, other, waiting), ()))
    desk.notes.sockets(Sample(2, (), (one,)))
    first, last = (microseconds(line["t"]) for line in desk.lines("sockets"))

    assert set(desk.run.sockets()) == {
        SocketOwner(one.local, one.remote, "tcp", 10123, first, last),
        SocketOwner(other.local, other.remote, "udp", 1000, first, last),
    }


@pytest.mark.parametrize("found", ["True", "False"])
def test_a_precondition_is_met_where_it_was_found_as_wanted(desk: Desk, found: str) -> None:
    desk.notes.precondition(KEY.id, "suspended:com.xiaomi.xmsf", "True", found)

    assert desk.run.preconditions() == (
        Precondition(KEY.id, "suspended:com.xiaomi.xmsf", "True", found, found == "True"),
    )


def test_interventions_and_their_undoing(desk: Desk) -> None:
    change = Intervention("setting global http_proxy", None, "127.0.0.1:8080", "2026-11-22T14:30:05.000000Z")
    undone = Intervention(change.change, change.new, change.old, change.time, undone=True)
    desk.notes.intervention(change)
    desk.notes.intervention(undone)
    made, restored = desk.lines("timeline")

    assert (made["what"], restored["what"]) == ("intervention", "restored")
    for line, wanted in ((made, change), (restored, undone)):
        assert (
            Intervention(line["change"], line["old"], line["new"], line["change_time"], line["undone"])
            == wanted
        )
    assert microseconds(made["t"]) > 0


def test_consent_is_kept_as_it_was_read(desk: Desk) -> None:
    record = {"session": "s", "dialogs": [{"text": "Welcome", "answer": "Agree"}], "switches": []}
    desk.notes.consent(record)
    (line,) = desk.lines("consent")

    assert {key: value for key, value in line.items() if key not in {"seq", "t"}} == record


def test_other_lines_of_the_timeline(desk: Desk) -> None:
    desk.notes.timeline(
        "act", arm=KEY.id, act="visit", number=3, outcome="failed", detail="no page", planted=["canary:1"]
    )
    desk.notes.timeline("control", arm=KEY.id, control="nonce", at="end", by="curl", planted="nonce:1")
    desk.notes.timeline(
        "switch",
        session="s",
        exists=True,
        summary="When on",
        position="on",
        silent_position="off",
        screen="a",
    )
    desk.notes.timeline("fault", fault="MeasurementLost", detail="the recorder is gone", arm=None)
    run = desk.run
    (act,), (control,), (fault,) = run.acts(), run.controls(), run.faults()

    assert (act.arm, act.act, act.number, act.outcome, act.detail) == (
        KEY.id,
        "visit",
        3,
        "failed",
        "no page",
    )
    assert (control.control, control.at, control.by, control.planted) == ("nonce", "end", "curl", "nonce:1")
    assert run.switches() == (SwitchReading("s", True, "When on", "on", "off", "a"),)
    assert (fault.fault, fault.detail, fault.arm) == ("MeasurementLost", "the recorder is gone", None)


def test_every_line_of_every_file_has_its_own_number_in_the_order_of_writing(desk: Desk) -> None:
    numbers = [
        desk.notes.timeline("note", text="one"),
        desk.notes.timeline("note", text="two"),
    ]
    desk.notes.precondition(KEY.id, "signal", "a", "b")
    desk.notes.consent({"session": "s"})
    written = [line["seq"] for name in ("timeline", "preconditions", "consent") for line in desk.lines(name)]

    assert written[:2] == numbers
    assert written == sorted(set(written))


def test_text_that_a_phone_chose_stays_on_one_line(desk: Desk) -> None:
    desk.notes.timeline("note", text=HOSTILE)
    desk.notes.timeline("note", text="after")
    first, second = desk.lines("timeline")

    assert first["text"].encode("utf-8", "backslashreplace").startswith('ü\u202e\n"\\</script>\x00'.encode())
    assert second["text"] == "after"
