"""pcap and pcapng: cleartext HTTP/1 and DNS read, TLS as its greeting, everything else as opaque flows.

The reader where tshark is not installed.  What it does not understand is a gap; every byte is accounted for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from harness.capture.importers import pcap_file, pcapng_file
from harness.capture.importers.direction import Phones
from harness.capture.importers.dissection import Dissection
from harness.capture.importers.flows import Flows
from harness.capture.importers.frames import Frame, Recording
from harness.model.account import Account, Unread
from harness.model.errors import SetupError
from harness.model.message import Message


def matches(head: bytes) -> bool:
    """Whether it begins as pcap or pcapng."""
    return head[:4] in pcap_file.MAGICS or head[:4] == pcapng_file.MAGIC


def read(
    file: BinaryIO, name: str, account: Account, secrets: list[bytes] | None = None
) -> Iterator[Message | Unread]:
    """The messages of a capture; the exchange is the flow's number from 0, with the request's behind a dot.

    TLS key logs that a pcapng file carries are added to `secrets`.  Raises SetupError where it is no capture.
    """
    recording = Recording(file, account)
    account.unit = "packet"
    kept: list[bytes] = [] if secrets is None else secrets
    phones = Phones()
    dissection = Dissection(account, phones)
    flows = Flows(account, phones)
    try:
        for frame in _frames(recording, kept):
            parts = (frame,) if isinstance(frame, Unread) else dissection.parts(frame)
            for part in parts:
                yield from (part,) if isinstance(part, Unread) else flows.take(part)
    except ValueError as e:
        raise SetupError(f"{name}: wanted a pcap or pcapng file: {e}") from e
    yield from dissection.end()
    yield from flows.end()


def _frames(recording: Recording, secrets: list[bytes]) -> Iterator[Frame | Unread]:
    magic = recording.take(4)
    if magic in pcap_file.MAGICS:
        return pcap_file.frames(recording, magic)
    if magic == pcapng_file.MAGIC:
        return pcapng_file.frames(recording, secrets)
    raise ValueError("neither pcap nor pcapng")
