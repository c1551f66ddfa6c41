"""One direction of a connection that may be TLS: read in clear until something of it was decrypted.

Bytes of the recording are those of the records.  What is never decrypted is handed on as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.capture.importers.application_stream import Application, Shared
from harness.capture.importers.frames import unread
from harness.capture.importers.http1_stream import MESSAGES, Conversation
from harness.capture.importers.transport import Address
from harness.capture.importers.tshark_row import Records
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason, Message

HANDSHAKE = "TLS handshake and alerts"
_OPAQUE = "TLS records that no key opens"


@dataclass(slots=True)
class Session:
    """Both directions of one connection; what makes their readers."""

    opened: bool = False
    readers: dict[Direction, Secured] = field(default_factory=dict)
    _waiting: deque[tuple[Address, Records, int]] = field(default_factory=deque)
    _clear: Shared = field(default_factory=Shared)
    _plain: Shared = field(default_factory=Shared)

    def __call__(self, talk: Conversation, direction: Direction, account: Account) -> Secured:
        """The reader of a direction."""
        reader = Secured(
            talk,
            direction,
            account,
            Application(talk, direction, account, self._clear, secure=False),
            Application(talk, direction, Account(), self._plain, secure=True),
        )
        self.readers[direction] = reader
        return reader

    def take(self, source: Address, records: Records, time_us: int) -> None:
        """TLS records that a packet of this sender completed; `drain` reads them."""
        self._waiting.append((source, records, time_us))

    def drain(self) -> Iterator[Message | Unread]:
        """What the records bring, once it is known who is who."""
        while self._waiting and self.readers:
            source, records, time_us = self._waiting.popleft()
            if records.opened and not self.opened:
                self.opened = True
                for reader in self.readers.values():
                    yield from reader.open()
            server = next(iter(self.readers.values())).talk.server
            direction = Direction.IN if source == server else Direction.OUT
            yield from self.readers[direction].records(records, time_us)


class Secured:
    """The reader of one direction."""

    __slots__ = ("_account", "_clear", "_direction", "_due", "_held", "_opened", "_plain", "_time_us", "talk")

    def __init__(
        self,
        talk: Conversation,
        direction: Direction,
        account: Account,
        clear: Application,
        plain: Application,
    ) -> None:
        self.talk = talk
        self._direction = direction
        self._account = account
        self._clear = clear
        self._plain = plain
        self._opened = False
        self._held = self._time_us = 0
        self._due: deque[tuple[Fate, str, int]] = deque()

    @property
    def data(self) -> bytearray:
        """Bytes that wait for more."""
        return self._plain.data if self._opened else self._clear.data

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes of the recording that follow those before."""
        self._time_us = time_us
        if self._opened:
            self._held += len(data)
            self._settle()
        else:
            self._clear.add(data, time_us)

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole: what is decrypted behind it does not continue what was before."""
        yield from (self._plain if self._opened else self._clear).lose(size)

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        if not self._opened:
            yield from self._clear.read(ended=ended)
            return
        yield from self._plain.read(ended=ended)
        if ended and self._held:
            size, self._held = self._held, 0
            yield self._gap("bytes of a TLS connection that no whole record holds", size)

    def apart(self, data: bytes, time_us: int) -> Message:
        """Bytes that belong to the connection and to no place in its stream."""
        return self._clear.apart(data, time_us)

    def open(self) -> Iterator[Unread]:
        """From here on the decrypted content is read in place of the records."""
        self._opened = True
        self._held = len(self._clear.data)
        self._clear.data.clear()
        for fate, _, size in self._due:
            if fate is Fate.GAP:
                yield self._unread(_OPAQUE, size)
        self._settle()

    def records(self, records: Records, time_us: int) -> Iterator[Message | Unread]:
        """Records that came: handshakes, decrypted content, and what stays sealed."""
        sealed = sum(records.sealed)
        unopened = records.unopened
        self._owe(Fate.STRUCTURE, HANDSHAKE, max(records.size - sealed, 0))
        if unopened:
            self._owe(Fate.GAP, GapReason.TLS_OPAQUE.value, unopened)
            if self._opened:
                yield self._unread(_OPAQUE, unopened)
                yield from self._plain.lose(unopened)
        for content in records.opened:
            self._plain.add(content, time_us)
        gaps = 0
        for found in self._plain.read(ended=False):
            if isinstance(found, Unread):
                gaps += found.size
                self._owe(Fate.GAP, found.reason.value, found.size)
            yield found
        self._owe(Fate.CONTENT, MESSAGES, max(sealed - unopened - gaps, 0))

    def _owe(self, fate: Fate, reason: str, size: int) -> None:
        if size:
            self._due.append((fate, reason, size))
            if self._opened:
                self._settle()

    def _settle(self) -> None:
        """Books bytes of the stream by the records they belong to."""
        while self._due and self._held:
            fate, reason, size = self._due.popleft()
            booked = min(size, self._held)
            self._held -= booked
            self._account.book(fate, reason, booked)
            if size > booked:
                self._due.appendleft((fate, reason, size - booked))

    def _gap(self, detail: str, size: int) -> Unread:
        where = f"connection {self.talk.number}"
        return unread(
            self._account,
            GapReason.TLS_OPAQUE,
            detail,
            size,
            where,
            time_us=self._time_us,
            other=self.talk.server,
            direction=self._direction,
        )

    def _unread(self, detail: str, size: int) -> Unread:
        where = f"connection {self.talk.number}"
        return Unread(
            GapReason.TLS_OPAQUE, detail, size, where, self._time_us, *self.talk.server, self._direction
        )
