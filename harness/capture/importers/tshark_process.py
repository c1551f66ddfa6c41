"""A running tshark: the capture goes in at one end, a line for each packet comes out at the other.

The capture is walked through on its way: the packets that went in are compared with those that came out.
"""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from harness.capture.importers import pcap_file, pcapng_file
from harness.capture.importers.frames import Recording
from harness.capture.importers.tshark_program import Program
from harness.model.account import Account, Unread

MOST_LINE = 8 << 20
"""Bytes of a packet's line: the largest packet twice over in hex digits, and room for what it reassembles."""
_MOST_COMPLAINT = 65_536


class _Tee:
    """A capture that is written to tshark as it is read."""

    def __init__(self, begun: bytes, file: BinaryIO, pipe: IO[bytes]) -> None:
        self._begun = begun
        self._file = file
        self._pipe = pipe
        self.open = self.wanted = True

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`."""
        data = b""
        if self._begun:
            data, self._begun = self._begun[:size], self._begun[size:]
        elif self.wanted:
            data = self._file.read(size)
        if data and self.open:
            try:
                self._pipe.write(data)
            except (BrokenPipeError, ValueError):
                self.open = False
        return data


class Feed(threading.Thread):
    """Walks through the capture and feeds it; afterwards its account, packets and gaps are known."""

    def __init__(self, begun: bytes, file: BinaryIO, pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._tee = _Tee(begun, file, pipe)
        self._pipe = pipe
        self.account = Account("packet")
        self.packets = self.size = 0
        self.gaps: list[Unread] = []
        self.failure: OSError | ValueError | None = None

    def run(self) -> None:
        """Reads to the end, also where tshark does not listen any more: what comes in is counted."""
        try:
            recording = Recording(self._tee, self.account)  # type: ignore[arg-type]
            magic = recording.take(4)
            frames = (
                pcap_file.frames(recording, magic)
                if magic in pcap_file.MAGICS
                else pcapng_file.frames(recording, [])
            )
            for frame in frames:
                if isinstance(frame, Unread):
                    self.gaps.append(frame)
                else:
                    self.packets += 1
                    self.size += len(frame.data)
        except (OSError, ValueError) as e:
            self.failure = e
        finally:
            try:
                self._pipe.close()
            except OSError:
                self._tee.open = False

    def stop(self) -> None:
        """Reads no further."""
        self._tee.wanted = False


class Process:
    """One tshark over one capture."""

    def __init__(self, program: Program, file: BinaryIO, keylog: Path | None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="claims-tshark-")
        self._complaint = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        magic = file.read(len(pcapng_file.MAGIC))
        secrets = keylog is not None or magic not in pcap_file.MAGICS
        self._child = subprocess.Popen(
            program.command(keylog, secrets=secrets),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaint,
            env=program.settle(Path(self._folder.name)),
            cwd=self._folder.name,
        )
        pipe = self._child.stdin
        if pipe is None:
            raise ValueError("a process without the pipe that was asked for")
        self.feed = Feed(magic, file, pipe)
        self.feed.start()

    def lines(self) -> Iterator[bytes | None]:
        """The packets' lines; None for one that is longer than any packet's."""
        output = self._child.stdout
        if output is None:
            return
        while line := output.readline(MOST_LINE):
            if line.endswith(b"\n"):
                yield line
                continue
            yield None
            while line and not line.endswith(b"\n"):
                line = output.readline(MOST_LINE)

    def end(self) -> str:
        """Waits for its end; its complaint where it failed, else empty."""
        code = self._child.wait()
        self.feed.join()
        self._complaint.seek(0)
        said = self._complaint.read(_MOST_COMPLAINT).decode("utf-8", "replace").splitlines()
        told = [line.strip() for line in said if line.strip() and not line.startswith("Running as user")]
        return (" ".join(told[-2:]) or f"exit {code}") if code else ""

    def close(self) -> None:
        """Ends it where it is not at its end, and forgets its profile."""
        self.feed.stop()
        if self._child.poll() is None:
            self._child.kill()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._child.wait()
        self._complaint.close()
        self._folder.cleanup()
