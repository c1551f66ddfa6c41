"""The recorder's side of the run folder: events, bodies, and the names of connections and exchanges."""

from __future__ import annotations

from pathlib import Path

from harness.model.message import BodyReference
from harness.model.wire import MessageSent, RecorderStarted, WireLine
from harness.store.adapters import EXCHANGES
from harness.store.bodies import BodyWriter
from harness.store.lines import LineWriter
from harness.store.sequence import Sequence

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of one body that are stored; the rest is counted and digested, and the body is `truncated`."""


class Recording:
    """Writes `exchanges.jsonl` and `bodies/` of one run.

    Names carry the sequence number of this recorder's `started` line, so that they stay unique where a
    second recorder continues a run.  Raises OSError where the run folder does not take what is written.
    """

    def __init__(self, data: Path, sequence: Path) -> None:
        self._lines = LineWriter(data, EXCHANGES, Sequence(sequence))
        self._bodies = BodyWriter(data / "bodies")
        self._prefix = 0
        self._connections = 0
        self._exchanges = 0
        self.sent = 0

    def start(self, line: RecorderStarted) -> None:
        """Open the recording; the line says what records."""
        self._prefix = self.write(line)

    def write(self, line: WireLine) -> int:
        """Append one line and return its sequence number."""
        self.sent += isinstance(line, MessageSent)
        return self._lines.write(line)

    def body(self, content: bytes) -> BodyReference:
        """Store one body and say where it lies."""
        return self._bodies.add(content)

    def new_connection(self) -> str:
        """A name for a client connection."""
        self._connections += 1
        return f"c{self._prefix}.{self._connections}"

    def new_exchange(self) -> str:
        """A name for an exchange."""
        self._exchanges += 1
        return f"e{self._prefix}.{self._exchanges}"

    def close(self) -> None:
        """Make everything durable; bodies first, since lines refer to them."""
        self._bodies.close()
        self._lines.close()
