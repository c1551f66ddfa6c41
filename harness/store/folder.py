"""The run folder as it is written: a BagIt bag from the first byte (RFC 8493), the measurement in `data/`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from harness.model.documents import PlanDocument, RunDocument, SeedDocument
from harness.model.errors import SetupError
from harness.model.lines import Line
from harness.store.adapters import BENCH_FILES, DOCUMENTS, BenchLine, encode_document
from harness.store.lines import LineWriter
from harness.store.sequence import Sequence


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
        self._writers: dict[type[Line], LineWriter[Any]] = {}
        for file in BENCH_FILES:
            writer: LineWriter[Any] = LineWriter(self.data, file, self._sequence)
            self._writers |= dict.fromkeys(file.kinds, writer)

    def write(self, line: BenchLine) -> int:
        """Append one line to the file of its type and return its sequence number."""
        return self._writers[type(line)].write(line)

    def document(self, document: RunDocument | PlanDocument | SeedDocument) -> None:
        """Write one of the run's documents, atomically and durably."""
        self.blob(f"{DOCUMENTS[type(document)]}.json", encode_document(document))

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
        for writer in set(self._writers.values()):
            writer.close()
        self._sequence.close()
        self.sequence_path.unlink(missing_ok=True)
