"""Which reader takes packet captures."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from harness.capture.importers import keylog_capture, packet_capture
from harness.model.account import Account, Fate, Unread
from harness.model.message import Message

Reader = Callable[[BinaryIO, str, Account], Iterator[Message | Unread]]


def choose(keylog: Path | None) -> tuple[str, Reader]:
    """The reader's name for people, and the reader.  A key log is read by tshark alone."""
    if keylog is not None:
        return "tshark", lambda file, name, account: _stored(file, name, account, keylog)
    return "the small packet reader", lambda file, name, account: _stored(file, name, account, None)


def _stored(file: BinaryIO, name: str, account: Account, keylog: Path | None) -> Iterator[Message | Unread]:
    """Readers that want a file of their own get one."""
    del name
    account.unit = "packet"
    with tempfile.NamedTemporaryFile(suffix=".pcap") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        account.enter(copy.tell())
        account.book(Fate.CONTENT, "packets", copy.tell())
        path = Path(copy.name)
        yield from keylog_capture.read(path, keylog) if keylog else packet_capture.read(path)
