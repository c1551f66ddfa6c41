"""mitmproxy flow files: told by their beginning."""

from __future__ import annotations

from pathlib import Path

from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow

from harness.capture.importers import flow_file
from harness.model.message import Direction


def test_a_flow_file_is_told_by_its_beginning() -> None:
    assert flow_file.matches(b"1234:9:websocket;")
    assert not flow_file.matches(b"{")


def test_requests_and_responses_share_an_exchange(tmp_path: Path) -> None:
    path = tmp_path / "flows"
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for _ in range(2):
            writer.add(tflow.tflow(resp=True))

    messages = list(flow_file.read(path))

    assert [(m.exchange, m.direction) for m in messages] == [
        ("0", Direction.OUT),
        ("0", Direction.IN),
        ("1", Direction.OUT),
        ("1", Direction.IN),
    ]
