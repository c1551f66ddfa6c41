"""A file that is one body."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.capture.importers import raw_body


def test_a_long_body_is_truncated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_body, "MOST", 4)
    path = tmp_path / "body"
    path.write_bytes(b"12345")

    (message,) = raw_body.read(path)

    assert (message.body, message.truncated) == (b"1234", True)
