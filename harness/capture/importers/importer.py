"""The one door to all importers: which one reads a file is decided by its first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.capture.importers import flow_file, har_file, packet_capture, raw_body, tshark_capture
from harness.model.account import Account
from harness.model.errors import SetupError
from harness.model.message import Message

_HEAD = 4096


def read(path: Path, keylog: Path | None = None) -> Iterator[Message]:
    """The messages of a recording in their order.

    Raises SetupError where the file cannot be read, or a key log is given for something without packets.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as e:
        raise SetupError(f"{path}: wanted a recording to read, but {e.strerror}") from e
    if packet_capture.matches(head):
        return _packets(path, keylog)
    if keylog is not None:
        raise SetupError(f"{path}: --keylog needs a pcap or pcapng file, and this is none")
    if flow_file.matches(head):
        return flow_file.read(path)
    if har_file.matches(head):
        return har_file.read(path)
    return raw_body.read(path)


def _packets(path: Path, keylog: Path | None) -> Iterator[Message]:
    with path.open("rb") as file:
        for item in (
            packet_capture.read(file, str(path), Account())
            if keylog is None
            else tshark_capture.read(file, str(path), Account(), keylog)
        ):
            if isinstance(item, Message):
                yield item
