"""One counter that orders all lines of all files of a run, shared by the processes that write it."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path


class Sequence:
    """A counter in a file: each number is given out once, whichever process asks.

    The file's lock holds other processes off, which open the file themselves; threads of one process may
    share an object.  Raises OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.Lock()
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    @property
    def path(self) -> Path:
        """The counter's file; another process opens it by this name."""
        return self._path

    def next(self) -> int:
        """The next number, starting at 1."""
        with self._mine:
            fcntl.flock(self._fd, fcntl.LOCK_EX)
            try:
                raw = os.pread(self._fd, 32, 0)
                value = int(raw or b"0") + 1
                os.pwrite(self._fd, b"%d" % value, 0)
                return value
            finally:
                fcntl.flock(self._fd, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the file back."""
        os.close(self._fd)
