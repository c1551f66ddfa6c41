"""What of a run is to be ended: newest first, all of it, whatever fails meanwhile (law 3)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from harness.model.errors import HarnessError
from harness.model.lines import Fault
from harness.store.adapters import BenchLine
from harness.store.folder import RunFolder


class Ending:
    """A stack of what is to be ended, and the run folder that is told what does not end as it should."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._folder: RunFolder | None = None

    def folder(self, folder: RunFolder) -> None:
        """The run folder, which is closed after everything that is added later."""
        self._folder = folder
        self._stack.callback(folder.close)

    def add(self, what: str, end: Callable[[], object]) -> None:
        """Something to be ended.  Where that fails it is a fault of the run; the rest is ended still."""
        self._stack.callback(self._end, what, end)

    def _end(self, what: str, end: Callable[[], object]) -> None:
        try:
            end()
        except (HarnessError, OSError) as error:
            self.note(Fault(fault=type(error).__name__, detail=f"{what}: {error}"))

    def note(self, line: BenchLine) -> None:
        """A line about what ends the run; that there is no folder yet, or a full disk, must not hide it."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.write(line)

    def close(self) -> None:
        """End everything."""
        self._stack.close()
