"""Recordings of other tools are read one message at a time, and told apart by content."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow, tutils

from harness.capture.importers import read
from harness.decode import unwrap
from harness.model.errors import SetupError
from harness.model.message import Direction, Transport

HAR = Path(__file__).parents[2] / "samples" / "har" / "quizduel.har"


def test_a_har_file_gives_requests_and_responses_numbered_from_0() -> None:
    messages = list(read(HAR))

    assert [m.exchange for m in messages if m.direction is Direction.OUT] == [str(n) for n in range(12)]
    assert messages[12].host == "firebaseinstallations.googleapis.com"
    assert b"e5MKLJp8QGi6-NUMLkUOMm" in messages[12].body
    assert messages[0].target.startswith(b"/v16.0/app?access_token=2464117140490217%7C")


def test_a_har_file_is_read_in_pieces(tmp_path: Path) -> None:
    entry = json.loads(HAR.read_text())["log"]["entries"][6]
    entry["request"]["postData"]["text"] = "x" * 3_000_000
    path = tmp_path / "long.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry] * 4}}))

    assert [len(m.body) for m in read(path) if m.direction is Direction.OUT] == [3_000_000] * 4


@pytest.mark.parametrize(
    "text", ['{"log":{}}', '{"log":{"entries":[{"request":{}}]}}', '{"log":{"entries":[{"a":']
)
def test_a_damaged_har_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.har"
    path.write_text(text)

    with pytest.raises(SetupError, match=r"bad\.har"):
        list(read(path))


def test_a_flow_file_gives_every_kind_of_flow(tmp_path: Path) -> None:
    path = tmp_path / "flows"
    http = tflow.tflow(req=tutils.treq(content=gzip.compress(b'{"a":"b"}'), path=b"/p?q=1"), resp=True)
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for flow in (http, tflow.ttcpflow(), tflow.tudpflow(), tflow.tdnsflow(), tflow.twebsocketflow()):
            writer.add(flow)

    messages = list(read(path))

    assert {m.transport for m in messages} == {
        Transport.HTTP,
        Transport.TCP,
        Transport.UDP,
        Transport.DNS,
        Transport.WEBSOCKET,
    }
    assert messages[0].target == b"/p?q=1"
    assert [leaf.value for leaf in unwrap(messages[0]).leaves if leaf.path[0] == "body"] == [b"b"]


def test_a_damaged_flow_file_is_named_after_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "flows"
    buffer = io.BytesIO()
    FlowWriter(buffer).add(tflow.tflow())
    path.write_bytes(buffer.getvalue() + b"12:3:x")

    messages = read(path)

    assert next(messages).method == "GET"
    with pytest.raises(SetupError, match="flow file"):
        list(messages)


def test_any_other_file_is_a_body(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"a=b")

    assert [m.body for m in read(path)] == [b"a=b"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="nothing"):
        read(tmp_path / "nothing")


def test_a_key_log_needs_packets(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"a=b")

    with pytest.raises(SetupError, match="--keylog"):
        read(path, tmp_path / "keys")
