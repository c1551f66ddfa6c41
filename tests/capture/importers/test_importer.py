"""Recordings of other tools are read one message at a time, and told apart by content."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow, tutils

from harness.capture.importers import importer, packet_capture, read
from harness.decode import unwrap
from harness.model.account import Account, Fate, Unread
from harness.model.errors import MeasurementLost, SetupError
from harness.model.message import Direction, GapReason, Message, Transport
from tests.capture.importers.reading import archive, holds, http, request, sent

HAR = Path(__file__).parents[2] / "samples" / "har" / "quizduel.har"
TOKEN = b"tok-7f3a9c51e2"
ARCHIVE = archive(request(postData={"text": TOKEN.decode()}), request())


def messages_of(path: str | Path) -> list[Message]:
    return [part for part in read(path).parts if isinstance(part, Message)]


def test_a_har_file_gives_requests_and_responses_numbered_from_0() -> None:
    messages = messages_of(HAR)

    assert [m.exchange for m in sent(messages)] == [str(n) for n in range(12)]
    assert messages[12].host == "firebaseinstallations.googleapis.com"
    assert b"e5MKLJp8QGi6-NUMLkUOMm" in messages[12].body
    assert messages[0].target.startswith(b"/v16.0/app?access_token=2464117140490217%7C")


def test_a_har_file_is_read_in_pieces(tmp_path: Path) -> None:
    entry = json.loads(HAR.read_text())["log"]["entries"][6]
    entry["request"]["postData"]["text"] = "x" * 3_000_000
    path = tmp_path / "long.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry] * 4}}))

    assert [len(m.body) for m in sent(messages_of(path))] == [3_000_000] * 4


def test_a_flow_file_gives_every_kind_of_flow(tmp_path: Path) -> None:
    path = tmp_path / "flows"
    one = tflow.tflow(req=tutils.treq(content=gzip.compress(b'{"a":"b"}'), path=b"/p?q=1"), resp=True)
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for flow in (one, tflow.ttcpflow(), tflow.tudpflow(), tflow.tdnsflow(), tflow.twebsocketflow()):
            writer.add(flow)

    messages = http(messages_of(path))

    assert {m.transport for m in messages} == {
        Transport.HTTP,
        Transport.TCP,
        Transport.UDP,
        Transport.DNS,
        Transport.WEBSOCKET,
    }
    assert b"b" in [leaf.value for leaf in unwrap(messages[0]).leaves if leaf.path[0] == "body"]


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (ARCHIVE, "HAR 1.2"),
        (gzip.compress(ARCHIVE, mtime=0), "HAR 1.2, unpacked from gzip"),
        (
            zstandard.compress(gzip.compress(ARCHIVE, mtime=0)),
            "HAR 1.2, unpacked from gzip, unpacked from Zstandard",
        ),
        (bz2.compress(ARCHIVE), "HAR 1.2, unpacked from bzip2"),
        (lzma.compress(ARCHIVE), "HAR 1.2, unpacked from xz"),
        (ARCHIVE.decode().encode("utf-16"), "HAR 1.2, unpacked from UTF-16-LE"),
        (b"\xef\xbb\xbf" + ARCHIVE, "HAR 1.2"),
        (b"cb(" + ARCHIVE + b");", "HAR 1.2"),
        (b" " * 9000 + ARCHIVE, "HAR 1.2"),
        (b'{"c":"' + b"x" * 90_000 + b'",' + ARCHIVE[1:], "HAR 1.2"),
    ],
    ids=["plain", "gzip", "twice", "bzip2", "xz", "utf-16", "mark", "call", "spaces", "late"],
)
def test_an_archive_is_known_however_it_is_packed(tmp_path: Path, data: bytes, reader: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    recording = read(path)

    parts = list(recording.parts)

    assert recording.reader == reader
    assert holds(sent(part for part in parts if isinstance(part, Message)), TOKEN)
    assert not [part for part in parts if isinstance(part, Unread)]
    assert recording.account.lost == 0


@pytest.mark.parametrize(
    "data",
    [b"a=b", b'{"log":{}}', b'{"a":{"entries":[]}}', b"[1]", gzip.compress(b"a=b", mtime=0), b"\xff\xfea"],
)
def test_any_other_file_is_a_body_as_it_is_stored(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "body"
    path.write_bytes(data)

    assert [m.body for m in messages_of(path)] == [data]


def test_a_compressed_file_that_is_cut_off_keeps_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "x.har.gz"
    path.write_bytes(
        gzip.compress(archive(*[request(postData={"text": f"{TOKEN.decode()}-{n}"}) for n in range(400)]))[
            :-30
        ]
    )
    recording = read(path)

    parts = list(recording.parts)

    assert holds([part for part in parts if isinstance(part, Message)], TOKEN + b"-5")
    assert {part.reason for part in parts if isinstance(part, Unread)} == {GapReason.TRUNCATED}


def test_standard_input_and_pipes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("-", "/dev/stdin"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(ARCHIVE, mtime=0))))
        assert holds(messages_of(name), TOKEN)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(ARCHIVE,))
    writer.start()
    assert holds(messages_of(pipe), TOKEN)
    writer.join()


@pytest.mark.parametrize("name", ["nothing", "a\0b", ".", ""])
def test_what_cannot_be_opened_is_named(name: str) -> None:
    with pytest.raises(SetupError, match="wanted a recording"):
        read(name)


def test_an_empty_file_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    with pytest.raises(SetupError, match="empty: nothing was recorded"):
        read(tmp_path / "empty")


def test_a_key_log_needs_packets(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"a=b")

    with pytest.raises(SetupError, match="--keylog"):
        read(path, tmp_path / "keys")


def test_a_reader_that_loses_a_byte_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(file: io.BufferedReader, name: str, account: Account) -> Iterator[Message | Unread]:
        account.enter(len(file.read()), 1)
        account.book(Fate.CONTENT, name, 2)
        yield from ()

    monkeypatch.setattr(importer.raw_body, "read", careless)
    path = tmp_path / "body"
    path.write_bytes(b"a=b")

    with pytest.raises(MeasurementLost, match="found 1 without one"):
        list(read(path).parts)


FLOWS = io.BytesIO()
FlowWriter(FLOWS).add(tflow.tflow(req=tutils.treq(content=TOKEN), resp=True))
SEEDS = [
    ARCHIVE,
    FLOWS.getvalue() * 2,
    gzip.compress(ARCHIVE, mtime=0),
    zstandard.compress(ARCHIVE),
    b"cb(" + ARCHIVE + b")",
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 9), st.binary(max_size=4)), max_size=4),
)
def test_no_file_is_too_damaged(tmp_path: Path, seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, size, instead in changes:
        seed = seed[: at % (len(seed) + 1)] + instead + seed[at % (len(seed) + 1) + size :]
    path = tmp_path / "x"
    path.write_bytes(seed or b"x")
    assume(not packet_capture.matches(seed))  # packets have such a test of their own
    recording = read(path)

    parts = list(recording.parts)

    assert recording.account.lost == 0
    assert parts


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            b"",
            b"{",
            b"[",
            b'{"log":{"entries":[',
            b"1:2:",
            b"9999:4:type;",
            b"\x1f\x8b\x08",
            b"BZh9",
            b"\xff\xfe",
            b"(\xb5/\xfd",
        ]
    ),
    st.binary(min_size=1),
)
def test_no_file_is_too_strange(tmp_path: Path, opening: bytes, rest: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(opening + rest)
    recording = read(path)

    assert list(recording.parts)
    assert recording.account.lost == 0


def test_every_direction_is_told() -> None:
    assert {m.direction for m in messages_of(HAR)} == {Direction.OUT, Direction.IN}


@pytest.mark.parametrize("behind", [b"x", b"\0", b" 1", b"\r\nrest", b', "key"', b"}]{"])
def test_what_follows_an_archive_is_accounted_for(tmp_path: Path, behind: bytes) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(ARCHIVE + behind)

    recording = read(path)
    parts = list(recording.parts)

    assert any(isinstance(part, Message) for part in parts)
    assert recording.account.lost == 0
    assert recording.account.entered == len(ARCHIVE + behind)
