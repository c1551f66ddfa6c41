"""adbutils, held back from what would falsify a measurement.

By subclass, never by patch: a connection that never starts an adb server by itself (adbutils starts
one on the default port, facts/tools §8), sends without Nagle's delay (56 → 13 ms per uiautomator2
call, facts/tools §2) and ends without a sleep.  Every error of the transport leaves as AdbError.
"""

from __future__ import annotations

import contextlib
import shlex
import socket
import time
from collections.abc import Callable, Iterator

import adbutils
from adbutils import AdbError

from harness.model.errors import MeasurementLost, SetupError

SERVER_VERSION = 41
TRANSPORT_ID_BYTES = 8
READ_SECONDS = 20.0
CONNECT_SECONDS = 12.0
"""A port that accepts and never answers makes `host:connect` block for 10 s (facts/tools §1)."""

AUTHORISE_SECONDS = 60.0
"""How long a phone that asks its owner about our key is waited for."""
ALLOW = "allow USB debugging for this computer (tick 'always')"


class OwnConnection(adbutils.AdbConnection):
    """A connection to our own adb server, or an error: no server is ever started from here."""

    def _safe_connect(self) -> socket.socket:
        connection: socket.socket = self._create_socket()  # type: ignore[no-untyped-call]
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def close(self) -> None:
        """Close at once; adbutils sleeps 10 ms here."""
        with contextlib.suppress(AdbError, OSError):
            self.conn.shutdown(socket.SHUT_WR)
        with contextlib.suppress(AdbError, OSError):
            self.conn.close()


class OwnDevice(adbutils.AdbDevice):
    """A phone whose sockets time out: adbutils and uiautomator2 would wait for ten minutes."""

    def open_transport(
        self, command: str | None = None, timeout: float | None = READ_SECONDS
    ) -> OwnConnection:
        """A connection to the phone, or the answer to a question about it; closed where it is refused."""
        connection = OwnConnection(self._client.host, self._client.port)
        connection.conn.settimeout(timeout)
        try:
            if command is not None:
                connection.send_command(f"host-serial:{self._serial}:{command}")
                connection.check_okay()  # type: ignore[no-untyped-call]
            else:
                connection.send_command(f"host:tport:serial:{self._serial}")
                connection.check_okay()  # type: ignore[no-untyped-call]
                connection.read_exact(TRANSPORT_ID_BYTES)
        except BaseException:
            connection.close()
            raise
        return connection

    def open_shell(self, cmdargs: str | list[str] | tuple[str, ...]) -> OwnConnection:
        """A command that may be silent for as long as it likes: uiautomator2's server."""
        command = cmdargs if isinstance(cmdargs, str) else shlex.join(cmdargs)
        connection = self.open_transport()
        try:
            connection.send_command(f"shell:{command}")
            connection.check_okay()  # type: ignore[no-untyped-call]
        except BaseException:
            connection.close()
            raise
        connection.conn.settimeout(None)
        return connection

    def create_connection(self, network: adbutils.Network, address: int | str) -> socket.socket:
        """A connection to a port of the phone."""
        connection: socket.socket = super().create_connection(network, address)
        connection.settimeout(READ_SECONDS)
        return connection


class OwnClient(adbutils.AdbClient):
    """The adb server on 127.0.0.1:`port` that we started."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port)

    def make_connection(self, timeout: float | None = None) -> OwnConnection:
        """A connection with a timeout in seconds for each read."""
        connection = OwnConnection(self.host, self.port)
        connection.conn.settimeout(timeout)
        return connection

    def device(self, serial: str | None = None, transport_id: int | None = None) -> OwnDevice:
        """The phone of that serial or address."""
        return OwnDevice(self, serial=serial, transport_id=transport_id)

    def server_version(self) -> int:
        """Known, since the server is the wheel's: adbutils asks before every single call."""
        return SERVER_VERSION


def attach(
    port: int,
    address: str,
    *,
    timeout: float = CONNECT_SECONDS,
    say: Callable[[str], None] = lambda _: None,
) -> OwnDevice:
    """The phone at `address` ("host:port", or a USB serial), online.

    A phone that does not know the bench's key is waited for while its owner decides; `say` is told once,
    in one line, what to tap.  Raises SetupError where the server or the phone is not there, is offline or
    refuses us.
    """
    client = OwnClient(port)
    try:
        if ":" in address:
            said = client.connect(address, timeout=timeout)
            if not said.startswith(("connected to", "already connected", "failed to authenticate to")):
                raise SetupError(f"wanted a phone at {address}, found {said.strip()!r}; {_cure('absent')}")
        deadline, asked = time.monotonic() + timeout, False
        while (state := _state(client, address)) != "device":
            if state == "unauthorized" and not asked:
                asked, deadline = True, time.monotonic() + AUTHORISE_SECONDS
                say(f"on {address}: {ALLOW}")
            if time.monotonic() > deadline:
                raise SetupError(f"wanted the phone {address} online, found it {state}; {_cure(state)}")
            time.sleep(0.05)
    except (AdbError, OSError, EOFError) as error:
        raise SetupError(
            f"wanted a phone at {address} through the adb server on port {port}, found {error!s}"
        ) from error
    return client.device(serial=address)


def _state(client: OwnClient, address: str) -> str:
    return next((row.state for row in client.list() if row.serial == address), "absent")


def _cure(state: str) -> str:
    cures = {
        "unauthorized": f"unlock it, {ALLOW}, then try again; no dialog: unplug and replug it",
        "offline": "unplug and replug it, or restart its adb over TCP",
        "absent": "check the cable or the address in devices.yaml and that USB debugging is on",
    }
    return cures.get(state, "wait until it has booted")


@contextlib.contextmanager
def reaching(address: str, doing: str) -> Iterator[None]:
    """Turn what adbutils raises when a phone or server goes away into MeasurementLost, once."""
    try:
        yield
    except (AdbError, EOFError, OSError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise MeasurementLost(
            f"wanted {doing} on {address}, found the phone lost ({said}); check cable and adb server"
        ) from error
