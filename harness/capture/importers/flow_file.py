"""mitmproxy's own flow files (tnetstrings): HTTP, WebSocket, DNS, raw TCP and UDP flows.

Read from the state that mitmproxy writes and brings to its present version, and not from its flows: an odd
field costs nothing but itself.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from mitmproxy import dns, version
from mitmproxy.io import compat

from harness.capture.importers.flow_books import FlowBooks, texts
from harness.capture.importers.flow_http import fields, http_messages, items, microseconds, whole
from harness.capture.importers.notes import Notes
from harness.capture.importers.tnetstring_frames import Frame, frames
from harness.model.account import Account, Fate, Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

_DNS: Any = getattr(dns, "DNSMessage", None) or getattr(dns, "Message")  # noqa: B009  # its name in 12, in 11
NAME = "mitmproxy's flow files"
_HEAD = re.compile(rb"\d{1,12}:\d{1,12}:")
_FAILURES = (
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
)
_STREAMS = {"tcp": Transport.TCP, "udp": Transport.UDP}
_NOT_READ = frozenset({"version", "intercepted", "timestamp_created"})


def matches(head: bytes) -> bool:
    """Whether a tnetstring opens that holds another one."""
    return _HEAD.match(head) is not None


def read(file: BinaryIO, name: str, account: Account) -> Iterator[Message | Unread]:
    """The messages of every flow; the exchange is the flow's number from 0.

    Never raises for what the file holds: a flow that does not read is a gap, searched as it is (1 MiB).
    """
    account.unit = "flow"
    notes = Notes()
    for number, frame in enumerate(frames(file)):
        account.enter(frame.size, 1)
        if frame.state is None:
            reason = GapReason.TRUNCATED if frame.cut else GapReason.DAMAGED
            yield from _unread(number, frame, reason, f"{name}: flow {number}: {frame.detail}", account)
        else:
            yield from _flow(number, frame, account, notes)
        yield from notes.message(last=False)
    yield from notes.message()


def _flow(number: int, frame: Frame, account: Account, notes: Notes) -> Iterator[Message | Unread]:
    stored = frame.state or {}
    given = stored.get("version", stored.get(b"version"))
    try:
        migrated = given != version.FLOW_FORMAT_VERSION
        state = compat.migrate_flow(_copied(stored)) if migrated else stored
        flow = fields(state)
    except _FAILURES as e:
        known = f"which {version.MITMPROXY} does not read"
        detail = f"flow {number}: of version {str(given)[:40]}, {known}: {str(e)[:100]}"
        raw = b"\n".join(texts(stored))
        yield from _unread(number, Frame(frame.size, raw=raw), GapReason.UNKNOWN_FORMAT, detail, account)
        return
    kind = flow.get("type")
    books = FlowBooks(account, number, notes)
    if kind == "http":
        yield from http_messages(number, flow, books)
    elif kind in _STREAMS:
        yield from _streams(number, flow, _STREAMS[kind], books)
    elif kind == "dns":
        yield from _names(number, flow, books)
    else:
        detail = f"flow {number}: wanted a kind of flow that is known, found {str(kind)[:40]!a}"
        raw = b"\n".join(texts(stored))
        yield from _unread(number, Frame(frame.size, raw=raw), GapReason.UNKNOWN_FORMAT, detail, account)
        return
    for key, value in flow.items():
        if key not in _NOT_READ or isinstance(value, (str, bytes, dict, list)):
            books.note((key,), value)
    books.close(stored, frame.size, migrated=migrated)


def _copied(value: Any) -> Any:
    """Its dictionaries and lists anew: migrating changes them."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else copy.copy(value)


def _unread(
    number: int, frame: Frame, reason: GapReason, detail: str, account: Account
) -> Iterator[Message | Unread]:
    account.book(Fate.GAP, "flows that were not read", frame.size, 1)
    yield Unread(reason, detail, frame.size, f"flow {number}")
    if frame.raw:
        yield _message(number, Transport.LOG, Direction.IN, ("", 0), frame.raw, 0)


def _streams(number: int, flow: dict[str, Any], transport: Transport, books: FlowBooks) -> Iterator[Message]:
    """What each side said as one message: a value may begin in one piece and end in the next.

    Datagrams come one by one as well.
    """
    end = _address(flow)
    said: dict[bool, list[bytes]] = {True: [], False: []}
    times: dict[bool, int] = {}
    for one in items(flow.get("messages")):
        parts = items(one)
        content = parts[1] if len(parts) > 1 else None
        if not isinstance(content, bytes | str):
            books.note(("messages",), one)
            continue
        books.say(content)
        body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        sent, time = parts[0] is True, microseconds(parts[2] if len(parts) > 2 else 0)  # noqa: PLR2004
        said[sent].append(body)
        times.setdefault(sent, time)
    for sent, time in sorted(times.items(), key=lambda item: item[1]):
        direction = Direction.OUT if sent else Direction.IN
        pieces = said[sent]
        if transport is Transport.UDP and len(pieces) > 1:
            for body in pieces:
                yield _message(number, transport, direction, end, body, time)
        yield _message(number, transport, direction, end, b"".join(pieces), time)


def _names(number: int, flow: dict[str, Any], books: FlowBooks) -> Iterator[Message]:
    """Questions and answers of DNS, as they are on the wire (RFC 1035)."""
    for name, direction in (("request", Direction.OUT), ("response", Direction.IN)):
        state = flow.get(name)
        if not isinstance(state, dict):
            continue
        try:
            packed: bytes = _DNS.from_state(state).packed
        except _FAILURES:
            continue
        books.say(state)
        time = microseconds(state.get("timestamp"))
        yield _message(number, Transport.DNS, direction, _address(flow, 53), packed, time)


def _address(flow: dict[str, Any], port: int = 0) -> tuple[str, int]:
    address = items(fields(flow.get("server_conn")).get("address"))
    host = address[0] if address else ""
    known = (
        host
        if isinstance(host, str)
        else host.decode("utf-8", "surrogateescape")
        if isinstance(host, bytes)
        else ""
    )
    return known, whole(address[1]) if len(address) > 1 else port


def _message(
    number: int, transport: Transport, direction: Direction, end: tuple[str, int], body: bytes, time_us: int
) -> Message:
    return Message(
        exchange=ExchangeId(str(number)),
        direction=direction,
        transport=transport,
        sequence=2 * number,
        time_us=time_us,
        host=end[0],
        port=end[1],
        scheme=transport.value,
        body=body,
        connection=ConnectionId(str(number)),
    )
