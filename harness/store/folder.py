"""The run folder as it is written: a BagIt bag from the first byte (RFC 8493), the measurement in `data/`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.model.errors import SetupError
from harness.store.lines import LineWriter
from harness.store.sequence import Sequence

SCHEMA = "claims/run/v1"
LINE_FILES = (
    "timeline",
    "planted",
    "identifiers",
    "consent",
    "preconditions",
    "sockets",
    "counters",
    "channels",
)
"""Files of JSON lines that the bench writes; `exchanges.jsonl` belongs to the recorder alone."""


class RunFolder:
    """One run's folder while it is measured.

    `sequence_path` is the counter that bench and recorder share; it lies beside the bag, since it is
    no part of the measurement.  Raises SetupError where the folder exists already: a run is never
    written twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "data"
        try:
            self.data.mkdir(parents=True)
        except FileExistsError as error:
            raise SetupError(f"{path}: wanted a new run folder, found one; choose another run id") from error
        (path / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")
        (self.data / "screens").mkdir()
        self.sequence_path = path.with_suffix(".sequence")
        self._sequence = Sequence(self.sequence_path)
        self._writers = {name: LineWriter(self.data / f"{name}.jsonl", self._sequence) for name in LINE_FILES}

    def line(self, file: str, record: Mapping[str, Any]) -> int:
        """Append one line to one of `LINE_FILES` and return its sequence number."""
        return self._writers[file].write(record)

    def document(self, name: str, content: Mapping[str, Any]) -> None:
        """Write one whole JSON file of the run, atomically and durably."""
        self.text(name, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def text(self, name: str, content: str) -> None:
        """Write one whole text file of the run, atomically and durably."""
        self.blob(name, content.encode())

    def blob(self, name: str, content: bytes) -> Path:
        """Write one whole file of the run, atomically and durably, and return its path."""
        target = self.data / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        return target

    def close(self) -> None:
        """Make every line durable and end the counter; the folder is ready to be sealed."""
        for writer in self._writers.values():
            writer.close()
        self._sequence.close()
        self.sequence_path.unlink(missing_ok=True)
