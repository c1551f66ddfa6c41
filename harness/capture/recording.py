"""The recorder's side of the run folder: events, bodies, and the names of connections and exchanges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.store.bodies import BodyWriter
from harness.store.lines import LineWriter
from harness.store.sequence import Sequence

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of one body that are stored; the rest is counted and digested, and the body is `truncated`."""


def clean(value: Any) -> Any:
    """The same JSON value without lone surrogates: captured text may hold them, a file of UTF-8 may not."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value


class Recording:
    """Writes `exchanges.jsonl` and `bodies/` of one run.

    Names carry the sequence number of this recorder's `started` event, so that they stay unique where a
    second recorder continues a run.  Raises OSError where the run folder does not take what is written.
    """

    def __init__(self, data: Path, sequence: Path) -> None:
        self._lines = LineWriter(data / "exchanges.jsonl", Sequence(sequence))
        self._bodies = BodyWriter(data / "bodies")
        self._prefix = 0
        self._connections = 0
        self._exchanges = 0
        self.sent = 0

    def start(self, **facts: Any) -> None:
        """Open the recording; `facts` say what records (versions, address, rehearsal or not)."""
        self._prefix = self.event("started", **facts)

    def event(self, event: str, **fields: Any) -> int:
        """Append one event and return its sequence number."""
        if event == "sent":
            self.sent += 1
        return self._lines.write(clean({"event": event, **fields}))

    def body(self, content: bytes) -> dict[str, Any]:
        """Store one body and return its reference as it stands in a line."""
        stored = self._bodies.add(content)
        return {
            "segment": stored.segment,
            "offset": stored.offset,
            "length": stored.length,
            "sha256": stored.sha256,
        }

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
