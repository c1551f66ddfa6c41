"""One phone: commands with exit codes, long-lived streams, files, reverse tunnels."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import adbutils

from harness.device.adb_client import OwnConnection, OwnDevice, attach, reaching
from harness.device.shell import DEFAULT_TIMEOUT, Output, answer
from harness.model.errors import MeasurementLost, SetupError

STDOUT, STDERR, EXIT = 1, 2, 3
"""Packet ids of shell protocol v2 (AOSP adb/shell_protocol.h)."""
LONGEST_COMMAND = 0xFFFF - len("shell,v2,raw:")


def _decoded(raw: bytes | bytearray) -> str:
    return raw.decode("utf-8", "backslashreplace")


class Stream:
    """A command that runs on: its standard output in pieces, until it ends or is closed.

    Iterating ends quietly only after `close()`; an end that nobody asked for raises MeasurementLost.
    """

    def __init__(self, connection: OwnConnection, address: str, command: str) -> None:
        self._connection = connection
        self._address = address
        self._command = command
        self._errors = bytearray()
        self._closed = False

    @property
    def stderr(self) -> str:
        """What it wrote to its standard error so far."""
        return _decoded(self._errors)

    def __iter__(self) -> Iterator[bytes]:
        ended = "its stream cut off"
        try:
            for packet, payload in packets(self._connection):
                if packet == STDOUT:
                    yield payload
                elif packet == STDERR:
                    self._errors = (self._errors + payload)[-4096:]
                elif packet == EXIT:
                    ended = f"exit {payload.hex()}: {self.stderr.strip()[:200]}"
        except (EOFError, OSError, adbutils.AdbError) as error:
            ended = str(error)
        finally:
            self._connection.close()
        if not self._closed:
            raise MeasurementLost(f"wanted `{self._command[:120]}` running on {self._address}, found {ended}")

    def close(self) -> None:
        """End the command: adbd hangs up on it."""
        self._closed = True
        with contextlib.suppress(OSError, adbutils.AdbError):
            self._connection.conn.shutdown(socket.SHUT_RDWR)
        self._connection.close()


def packets(connection: OwnConnection) -> Iterator[tuple[int, bytes]]:
    """Packets of shell protocol v2: id byte, u32 little-endian length, payload.

    Raises EOFError where it is cut off.
    """
    while True:
        header = connection.read_exact(5)
        yield header[0], connection.read_exact(int.from_bytes(header[1:], "little"))
        if header[0] == EXIT:
            return


@dataclass(slots=True)
class Device:
    """A phone on our own adb server, at its adb address.

    Satisfies `Shell`.  Opened with `Device.open`; a phone without shell protocol v2 (below Android 7)
    is refused, since it gives no exit codes.
    """

    adb: OwnDevice
    server_port: int
    address: str
    serial: str = field(default="")

    @classmethod
    def open(cls, server_port: int, address: str, say: Callable[[str], None] = lambda _: None) -> Device:
        """Connect to the phone at `address` ("host:port" or a USB serial).  Raises SetupError.

        `say` is told what to tap where the phone asks its owner about this computer.
        """
        adb = attach(server_port, address, say=say)
        with reaching(address, "its features"):
            features = set(adb.get_features().split(","))
        if "shell_v2" not in features:
            raise SetupError(
                f"wanted exit codes from {address}, found no shell_v2 in its adbd; use Android 7 or later"
            )
        device = cls(adb, server_port, address, serial=address)
        serial = answer(device, "getprop ro.serialno").strip()
        device.serial = serial
        return device

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        """Run one command line to its end, within `timeout` seconds of wall time.

        Raises MeasurementLost where the phone is lost, where it is cut off before the exit code, or
        where time is up: adb itself calls a command that was cut off a success (facts/tools §8).
        """
        code, out, err = self._finish(command, timeout)
        return Output(command, _decoded(out), _decoded(err), code)

    def fetch(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> bytes:
        """The standard output of a command as bytes.  Raises SetupError unless it succeeded with some."""
        code, out, err = self._finish(command, timeout)
        if code != 0 or not out:
            said = _decoded(err).strip()[:200]
            raise SetupError(f"wanted the output of `{command}` on {self.address}, found exit {code}: {said}")
        return bytes(out)

    def _finish(self, command: str, timeout: float) -> tuple[int, bytearray, bytearray]:
        deadline = time.monotonic() + timeout
        out, err = bytearray(), bytearray()
        with reaching(self.address, f"`{command[:120]}` within {timeout:g} s"):
            connection = self._shell(command, timeout)
            try:
                for packet, payload in packets(connection):
                    connection.conn.settimeout(max(0.001, deadline - time.monotonic()))
                    if packet == STDOUT:
                        out += payload
                    elif packet == STDERR:
                        err += payload
                    elif packet == EXIT and len(payload) == 1:
                        return payload[0], out, err
                raise EOFError("it ended without an exit code")
            finally:
                connection.close()

    def stream(self, command: str) -> Stream:
        """Start a command that runs on.  Raises MeasurementLost."""
        with reaching(self.address, f"`{command[:120]}`"):
            connection = self._shell(command, DEFAULT_TIMEOUT)
            connection.conn.settimeout(None)
        return Stream(connection, self.address, command)

    def _shell(self, command: str, timeout: float) -> OwnConnection:
        service = f"shell,v2,raw:{command}".encode()
        if len(service) > LONGEST_COMMAND:
            raise SetupError(
                f"wanted a command below {LONGEST_COMMAND} bytes, found {len(service)}; push a file instead"
            )
        connection = self.adb.open_transport(timeout=timeout)
        try:
            connection.conn.sendall(b"%04x" % len(service) + service)
            connection.check_okay()  # type: ignore[no-untyped-call]
        except BaseException:
            connection.close()
            raise
        return connection

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        """Write a file.  Raises MeasurementLost."""
        with reaching(self.address, f"{path} written"):
            self.adb.sync.push(content, path, mode=mode, check=True)

    def reverses(self) -> dict[str, str]:
        """The phone's reverse tunnels: remote spec on the phone → local spec on the bench."""
        with reaching(self.address, "its reverse tunnels"):
            return {item.remote: item.local for item in self.adb.reverse_list()}

    def reverse(self, remote: str, local: str | None) -> None:
        """Open the tunnel from `remote` on the phone to `local` on the bench, or close it with None."""
        with reaching(self.address, f"the reverse tunnel {remote}"):
            if local is None:
                self.adb.reverse_remove(remote)
            else:
                self.adb.reverse(remote, local)

    def state(self) -> str:
        """What the adb server says of it: `device`, `offline` ...  Raises MeasurementLost."""
        with reaching(self.address, "its state"):
            return str(self.adb.get_state())
