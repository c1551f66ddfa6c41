"""Who owns which socket of the phone: /proc/net/{tcp,tcp6,udp,udp6}, sampled by one loop on the phone.

Format: Linux Documentation/networking/proc_net_tcp.rst.  Addresses are hexadecimal words of 32 bits in
the host's (little-endian) order.  In states 03 (SYN_RECV) and 06 (TIME_WAIT) the kernel shows uid 0
whoever owned the socket.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.device.session import Device, Stream
from harness.model.errors import MeasurementLost
from harness.model.lines import SocketRow

TABLES = ("tcp", "tcp6", "udp", "udp6")
PERIOD = 0.1
"""Seconds that the loop sleeps; with reading, about 8 samples per second."""
SILENCE_SECONDS = 5.0
"""Wall seconds without a sample after which the sampling counts as lost."""
LONGEST_SAMPLE = 4 << 20

Key = tuple[str, str, int, str, int, int]


@dataclass(frozen=True, slots=True)
class Socket:
    """One row of a table.  `protocol` is `tcp` or `udp`; a mapped IPv4 address is shown as IPv4.

    `state` is the kernel's two hexadecimal digits (01 = established, 06 = TIME_WAIT).
    """

    protocol: str
    local: tuple[str, int]
    remote: tuple[str, int]
    uid: int
    state: str

    @property
    def key(self) -> Key:
        """What makes it the same socket in the next sample."""
        return (self.protocol, *self.local, *self.remote, self.uid)

    def row(self) -> SocketRow:
        """As it stands in `sockets.jsonl`."""
        return (*self.key, self.state)


@dataclass(frozen=True, slots=True)
class Sample:
    """What changed since the sample before; the first one holds every open socket as `opened`.

    A socket that changed its state stands in `opened` again.  `phone_ms` is the phone's clock.
    """

    phone_ms: int
    opened: tuple[Socket, ...]
    closed: tuple[Socket, ...]


def loop_command(period: float = PERIOD) -> str:
    """The loop on the phone: `@ time`, then `# table` and the table each, then `.`."""
    tables = " ".join(TABLES)
    return (
        f'while :; do echo "@ $(date +%s%3N)"; for f in {tables}; do echo "# $f"; '
        f'cat /proc/net/$f 2>/dev/null || echo "! $f"; done; echo .; sleep {period:g}; done'
    )


def parse_table(table: str, lines: list[str]) -> Iterator[Socket]:
    """The rows of one table.  Raises MeasurementLost for a row that does not read."""
    for line in lines:
        cells = line.split()
        if not cells or cells[0] == "sl":
            continue
        try:
            local, remote = _endpoint(cells[1]), _endpoint(cells[2])
            yield Socket(table.rstrip("6"), local, remote, int(cells[7]), cells[3])
        except (IndexError, ValueError) as error:
            raise MeasurementLost(f"wanted a row of /proc/net/{table}, found {line[:80]!r}") from error


def _endpoint(cell: str) -> tuple[str, int]:
    address, port = cell.split(":")
    raw = bytes.fromhex(address)
    if len(raw) not in {4, 16}:
        raise ValueError(f"an address of {len(raw)} bytes")
    words = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
    found = ipaddress.ip_address(words)
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found), int(port, 16)


class SampleParser:
    """Turns the loop's text, fed in pieces of any size, into samples of what changed."""

    def __init__(self) -> None:
        self._rest = b""
        self._known: dict[Key, Socket] = {}

    def feed(self, piece: bytes) -> Iterator[Sample]:
        """Every sample that the piece completes.  Raises MeasurementLost for text that is none."""
        self._rest += piece
        while (end := self._rest.find(b"\n.\n")) >= 0:
            block, self._rest = self._rest[:end], self._rest[end + 3 :]
            yield self._sample(block.decode("ascii", "replace").splitlines())
        if len(self._rest) > LONGEST_SAMPLE:
            raise MeasurementLost(f"wanted a sample of sockets, found {len(self._rest)} bytes without an end")

    def _sample(self, lines: list[str]) -> Sample:
        if not lines or not lines[0].startswith("@ ") or not lines[0][2:].strip().isdigit():
            raise MeasurementLost(f"wanted a sample of sockets, found {lines[0][:80] if lines else ''!r}")
        tables: dict[str, list[str]] = {}
        current: list[str] = []
        for line in lines[1:]:
            if line.startswith("# "):
                current = tables.setdefault(line[2:].strip(), [])
            elif line.startswith("! "):
                self._unreadable(line[2:].strip())
            else:
                current.append(line)
        for table in ("tcp", "udp"):
            if not tables.get(table):
                self._unreadable(table)
        now = {socket.key: socket for table, rows in tables.items() for socket in parse_table(table, rows)}
        opened = tuple(
            s for key, s in now.items() if (old := self._known.get(key)) is None or old.state != s.state
        )
        closed = tuple(s for key, s in self._known.items() if key not in now)
        self._known = now
        return Sample(int(lines[0][2:]), opened, closed)

    @staticmethod
    def _unreadable(table: str) -> None:
        if not table.endswith("6"):
            raise MeasurementLost(
                f"wanted /proc/net/{table}, found it unreadable for the shell; attribution by socket is lost"
            )


class SocketSampler:
    """A thread that reads the loop; every change goes to `on_sample`.

    `check` raises MeasurementLost once the loop ended, wrote something else or fell silent.
    """

    def __init__(
        self, device: Device, on_sample: Callable[[Sample], None], *, period: float = PERIOD
    ) -> None:
        self._on_sample = on_sample
        self._stream: Stream = device.stream(loop_command(period))
        self._error: MeasurementLost | None = None
        self._stopping = False
        self._last = time.monotonic()
        self._came = threading.Condition()
        self.samples = 0
        self._thread = threading.Thread(target=self._read, name="sockets", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        parser = SampleParser()
        try:
            for piece in self._stream:
                for sample in parser.feed(piece):
                    self._last = time.monotonic()
                    if sample.opened or sample.closed or not self.samples:
                        self._on_sample(sample)
                    with self._came:
                        self.samples += 1
                        self._came.notify_all()
            if not self._stopping:
                self._error = MeasurementLost("wanted the socket loop running, found it ended")
        except MeasurementLost as error:
            self._error = error
        finally:
            with self._came:
                self._came.notify_all()

    def check(self) -> None:
        """Raise MeasurementLost unless samples keep coming."""
        if self._error is not None:
            raise MeasurementLost(str(self._error)) from self._error
        if not self._stopping and (silent := time.monotonic() - self._last) > SILENCE_SECONDS:
            raise MeasurementLost(
                f"wanted a sample of sockets each {PERIOD:g} s, found none for {silent:.0f} s"
            )

    def wait_first(self) -> None:
        """Return once the first sample is in.  Raises MeasurementLost."""
        self._wait(1)

    def wait_seen(self) -> None:
        """Return once every socket that is open now was sampled.  Raises MeasurementLost.

        Two samples: the one that is being read may have passed a table before its socket was opened.
        """
        self._wait(self.samples + 2)

    def _wait(self, samples: int) -> None:
        with self._came:
            self._came.wait_for(
                lambda: self.samples >= samples or not self._thread.is_alive() or self._error, SILENCE_SECONDS
            )
        self.check()
        if self.samples < samples:
            raise MeasurementLost(
                f"wanted {samples} samples of sockets by now, found {self.samples} in {SILENCE_SECONDS:g} s"
            )

    def stop(self) -> None:
        """End the loop; what was read stays read.  Raises MeasurementLost where it was lost before."""
        self.check()
        self._stopping = True
        self._stream.close()
        self._thread.join(SILENCE_SECONDS)
