"""Which reader takes packets."""

from __future__ import annotations

from pathlib import Path

from harness.capture.importers.packet_reader import choose
from harness.capture.importers.tshark_capture import available


def test_a_key_log_is_for_tshark() -> None:
    assert choose(Path("keys"))[0].startswith("tshark")


def test_packets_are_read_by_tshark_where_it_is_installed() -> None:
    assert choose(None)[0].startswith("tshark " if available() else "the small")
