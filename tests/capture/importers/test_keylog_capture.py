"""tshark reads what a key log opens; without it the reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.capture.importers import keylog_capture
from harness.model.errors import SetupError
from harness.model.message import Direction


def fake(folder: Path, script: str) -> str:
    path = folder / "tshark"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(folder)


ROW = [
    "1588150000.5",
    "3",
    "1.2.3.4",
    "",
    "443",
    "POST",
    "h.test",
    "/up",
    "Host: h.test\\r\\n|X: y\\r\\n",
    "",
    "",
    "613d62",
    "",
    "",
    "",
    "",
    "",
    "",
]


def test_what_tshark_prints_becomes_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text("")
    (tmp_path / "rows").write_text("\t".join(ROW) + "\n")
    monkeypatch.setenv("PATH", fake(tmp_path, f"/bin/cat {tmp_path / 'rows'}"))

    (message,) = keylog_capture.read(tmp_path / "a.pcap", tmp_path / "keys")

    assert (message.method, message.host, message.target, message.body) == ("POST", "h.test", b"/up", b"a=b")
    assert (message.direction, message.port, message.headers) == (
        Direction.OUT,
        443,
        ((b"Host", b"h.test"), (b"X", b"y")),
    )


def test_no_tshark_no_key_log_and_a_failure_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="tshark"):
        list(keylog_capture.read(tmp_path / "a.pcap", tmp_path / "keys"))
    monkeypatch.setenv("PATH", fake(tmp_path, "echo broken >&2; exit 2"))
    with pytest.raises(SetupError, match="key log"):
        list(keylog_capture.read(tmp_path / "a.pcap", tmp_path / "keys"))
    (tmp_path / "keys").write_text("")
    with pytest.raises(SetupError, match="broken"):
        list(keylog_capture.read(tmp_path / "a.pcap", tmp_path / "keys"))
