"""A stand-in for an adb server: the smart-socket protocol, answers from a table, on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import threading

STDOUT, STDERR, EXIT = 1, 2, 3


def packet(kind: int, payload: bytes) -> bytes:
    return bytes([kind]) + len(payload).to_bytes(4, "little") + payload


def answer(out: bytes = b"", err: bytes = b"", code: int = 0) -> bytes:
    return b"".join(
        part
        for part in (out and packet(STDOUT, out), err and packet(STDERR, err), packet(EXIT, bytes([code])))
        if part
    )


class ScriptedAdb:
    """`answers`: shell command → bytes after OKAY; a callable gets the socket."""

    def __init__(
        self,
        answers,
        *,
        state: str = "device",
        features: str = "shell_v2,cmd",
        connect: str = "connected to x",
    ):
        self.answers, self.state, self.features, self.connect = dict(answers), state, features, connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._client, args=(client,), daemon=True).start()

    def _client(self, client):
        with client, contextlib.suppress(OSError, ValueError):
            while head := client.recv(4, socket.MSG_WAITALL):
                self._command(client, client.recv(int(head, 16), socket.MSG_WAITALL).decode())

    def _command(self, client, command: str):
        block = None
        if command == "host:devices":
            block = f"127.0.0.1:5555\t{self.state}\n"
        elif command.startswith("host:connect:"):
            block = self.connect
        elif command.endswith(":features"):
            block = self.features
        elif command.startswith("host:tport:"):
            client.sendall(b"OKAY" + bytes(8))
            return
        elif command.startswith("shell,v2,raw:"):
            said = self.answers.get(
                command.removeprefix("shell,v2,raw:"), answer(err=b"not found\n", code=127)
            )
            client.sendall(b"OKAY")
            if callable(said):
                said(client)
            else:
                client.sendall(said)
            client.shutdown(socket.SHUT_RDWR)
            return
        if block is None:
            client.sendall(b"FAIL0007refused")
        else:
            client.sendall(b"OKAY%04x" % len(block) + block.encode())

    def close(self):
        self._listener.close()


@contextlib.contextmanager
def server(answers, **options):
    """A running one."""
    adb = ScriptedAdb({"getprop ro.serialno": answer(b"a1b2c3d4\n"), **answers}, **options)
    try:
        yield adb
    finally:
        adb.close()
