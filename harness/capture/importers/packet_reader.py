"""Which reader takes packet captures: tshark where it is installed, the small one elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from harness.capture.importers import packet_capture, tshark_capture
from harness.model.account import Account, Unread
from harness.model.message import Message

_NUMBER = re.compile(r"\d+(?:\.\d+)+")
Reader = Callable[[BinaryIO, str, Account], Iterator[Message | Unread]]


def choose(keylog: Path | None) -> tuple[str, Reader]:
    """The reader's name for people, and the reader.  A key log is read by tshark alone, which says so."""
    version = tshark_capture.available()
    if version is not None or keylog is not None:
        number = _NUMBER.search(version or "")
        return f"tshark {number[0]}" if number else "tshark", partial(tshark_capture.read, keylog=keylog)
    return "the small packet reader", packet_capture.read
