"""pcap and pcapng as tshark takes them apart: links, tunnels, fragments and TLS are its part, messages ours.

TLS is decrypted with a key log (NSS format) and with the secrets that a pcapng file carries.  Every byte is
accounted for by the packets that tshark hands on; what it does not hand on is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

from harness.capture.importers import tshark_program
from harness.capture.importers.direction import Phones
from harness.capture.importers.frames import unread
from harness.capture.importers.tls_connection import RecordSegment, TlsFlows
from harness.capture.importers.transport import Datagram, Segment
from harness.capture.importers.tshark_packets import Packets
from harness.capture.importers.tshark_process import Feed, Process
from harness.capture.importers.tshark_program import available
from harness.capture.importers.tshark_row import Row, parse
from harness.model.account import Account, Fate, Unread
from harness.model.errors import SetupError
from harness.model.message import GapReason, Message

__all__ = ["available", "read"]


def read(
    file: BinaryIO, name: str, account: Account, keylog: Path | None = None
) -> Iterator[Message | Unread]:
    """The messages of a capture; the exchange is the flow's number from 0, with the request's behind a dot.

    Raises SetupError where tshark is missing, too old or does not read the file at all, where the key log
    cannot be read, and where the file is no capture.
    """
    program = tshark_program.find()
    if keylog is not None:
        try:
            with keylog.open("rb") as keys:
                keys.read(1)
        except OSError as e:
            raise SetupError(f"{keylog}: wanted a TLS key log, but {e.strerror}") from e
    account.unit = "packet"
    process = Process(program, file, keylog)
    try:
        yield from _read(process, name, account, program.version)
    finally:
        process.close()


def _read(process: Process, name: str, account: Account, version: str) -> Iterator[Message | Unread]:
    phones = Phones()
    packets, flows = Packets(account, phones), TlsFlows(account, phones)
    count = seen = 0
    for line in process.lines():
        row = _row(line)
        count += 1
        if row is None:
            continue
        seen += row.kept
        for part in packets.parts(row):
            yield from (part,) if isinstance(part, Unread) else flows.take(_with_records(part, row))
    complaint = process.end()
    feed = process.feed
    if isinstance(feed.failure, OSError):
        complaint = complaint or str(feed.failure)
    elif feed.failure is not None:
        raise SetupError(f"{name}: wanted a pcap or pcapng file: {feed.failure}") from feed.failure
    if not count and complaint and feed.packets:
        raise SetupError(f"{name}: wanted packets, but {version} does not read it: {complaint}")
    yield from packets.end()
    yield from flows.end()
    yield from _balance(feed, account, seen, count, complaint)


def _row(line: bytes | None) -> Row | None:
    if line is None:
        return None
    try:
        return parse(line)
    except (ValueError, IndexError, KeyError):
        return None


def _with_records(part: Segment | Datagram, row: Row) -> Segment | Datagram:
    if row.records is None or not isinstance(part, Segment):
        return part
    values = {one.name: getattr(part, one.name) for one in fields(Segment)}
    return RecordSegment(**values, records=row.records)


def _balance(feed: Feed, account: Account, seen: int, count: int, complaint: str) -> Iterator[Unread]:
    """The capture's own framing and damage, and the packets that went in and did not come out."""
    yield from feed.gaps
    left = feed.account.lost - seen
    account.enter(feed.account.entered, feed.packets)
    for row in feed.account.rows:
        size = row.size
        if left < 0 and row.fate is Fate.STRUCTURE:
            taken = min(size, -left)
            left, size = left + taken, size - taken
        account.book(row.fate, row.reason, size, row.units)
    if left > 0 or count < feed.packets or (complaint and not feed.gaps):
        detail = f"packets that tshark did not hand on{': ' + complaint if complaint else ''}"
        units = max(feed.packets - count, 0)
        yield unread(account, GapReason.DAMAGED, detail, max(left, 0), f"after packet {count}", units=units)
