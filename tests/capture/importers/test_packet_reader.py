"""Which reader takes packets."""

from __future__ import annotations

from pathlib import Path

from harness.capture.importers.packet_reader import choose


def test_a_key_log_is_for_tshark() -> None:
    assert choose(Path("keys"))[0] == "tshark"
