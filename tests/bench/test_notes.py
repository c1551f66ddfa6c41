"""Whatever is read from a phone and kept, the stored run reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench import notes
from harness.device import change
from harness.device.channels import Channel
from harness.device.counters import Counters
from harness.device.identifiers import Identifier
from harness.device.journal import Entry
from harness.device.sockets import Sample, Socket
from harness.model.arm import ArmKey, ArmKind
from harness.model.documents import Bench, Item
from harness.model.lines import ChannelState, Intervention, Restored, UidCount
from harness.model.planted import End, PlantedKind
from harness.store.folder import RunFolder
from harness.store.run import StoredRun

KEY = ArmKey("notes", ArmKind.RESTRICTIVE, (("switch", "on"),), (("mode", "dark"),), (("write", 3),), 2)


@pytest.fixture
def kept(tmp_path: Path):
    def write(*lines) -> StoredRun:
        folder = RunFolder(tmp_path / "run")
        for line in lines:
            folder.write(line)
        folder.close()
        (folder.data / "exchanges.jsonl").touch()
        return StoredRun(folder.path)

    return write


def test_identifiers_known_and_unknown(kept) -> None:
    run = kept(
        notes.identifier(Identifier("imei", "861234567890127", "service call", registry_prefix=8)),
        notes.identifier(Identifier("oaid", None, "", why_not="no provider")),
    )
    (known,) = run.planted()

    assert (known.id, known.kind, known.value) == (
        "identifier:imei",
        PlantedKind.IDENTIFIER,
        "861234567890127",
    )
    assert (known.part, known.registry_prefix) == ("imei", 8)
    assert run.unread_identifiers() == ("oaid: no provider",)


def test_counters(kept) -> None:
    uids = {10123: UidCount(1, 2, 3, 4, 5, 6), 0: UidCount(7, 8, 9, 10)}
    read = Counters("xt_qtaguid", uids, {"wlan0": (1, 2, 3, 4)})
    (sample,) = kept(notes.counters(KEY.id, End.START, read, ("1:before", "1:after"))).counters()

    assert (sample.place, sample.at, sample.source) == (KEY.id, End.START, "xt_qtaguid")
    assert (sample.marks, sample.uids) == (("1:before", "1:after"), uids)
    assert sample.interfaces == {"wlan0": (1, 2, 3, 4)}


def test_every_channel(kept) -> None:
    found = tuple(Channel(f"way-{state.name}", state, f"read: {state}") for state in ChannelState)
    read = kept(*(notes.channel(KEY.id, End.END, channel) for channel in found)).channels()

    assert [(line.place, line.at) for line in read] == [(KEY.id, End.END)] * len(found)
    assert tuple(Channel(line.channel, line.state, line.read) for line in read) == found


def test_sockets_from_opened_to_closed(kept) -> None:
    one = Socket("tcp", ("127.0.1.1", 40000), ("127.0.0.1", 8080), 10123, "01")
    other = Socket("udp", ("::", 53), ("::", 0), 1000, "07")
    run = kept(notes.sockets(Sample(1, (one, other), ())), notes.sockets(Sample(2, (), (one,))))

    assert {(seen.local, seen.remote, seen.protocol, seen.uid) for seen in run.sockets()} == {
        (one.local, one.remote, "tcp", 10123),
        (other.local, other.remote, "udp", 1000),
    }


def test_changes_of_the_phone_and_their_undoing() -> None:
    made = change.Intervention("setting global http_proxy", None, "127.0.0.1:8080", "2026-11-22T14:30:05Z")
    undone = change.Intervention(made.change, made.new, made.old, made.time, undone=True)

    assert notes.intervention(made) == Intervention(
        change=made.change, old="None", new="127.0.0.1:8080", changed_at=made.time
    )
    assert notes.intervention(undone) == Restored(
        change=made.change, old="127.0.0.1:8080", new="None", changed_at=made.time
    )


def test_what_a_dead_run_left_is_told_as_such() -> None:
    what = {"kind": "setting", "namespace": "global", "key": "http_proxy"}
    entry = Entry("ab", 1, "2026-11-22T14:30:05Z", "host", what, old=False, new="127.0.0.1:8080")

    assert notes.left_by_dead_run(entry) == Restored(
        change="setting global http_proxy",
        old="127.0.0.1:8080",
        new="False",
        changed_at="2026-11-22T14:30:05Z",
        dead_run=True,
    )


def test_what_devices_yaml_says_becomes_a_document() -> None:
    bench = Bench(
        host="h", system="s", pid=1, **notes.frozen({"operator": "A", "deviations": ["one", "two"]})
    )
    item = Item(**notes.frozen({"accounts_ever_signed_in": [], "rooted": True}))

    assert (bench.operator, bench.deviations) == ("A", ("one", "two"))
    assert (item.accounts_ever_signed_in, item.rooted) == ((), True)
