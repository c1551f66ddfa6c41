"""A phone on the userland wire, written from `docs/gateway.md` alone."""

from __future__ import annotations

import ipaddress
import itertools
import socket
import struct

from tests.capture.conftest import Phone

SIGNATURE = b"\x0d\x0a\x0d\x0a\x00\x0d\x0a\x51\x55\x49\x54\x0a"
HOME, HOME6 = "10.20.0.2", "fd00::2"
PORTS = itertools.count(40000)


def header(protocol, source, destination):
    """The header of a flow; `source` and `destination` are (address, port)."""
    packed = [ipaddress.ip_address(end[0]).packed for end in (source, destination)]
    family = {4: 1, 16: 2}[len(packed[0])]
    transport = {6: 1, 17: 2}.get(protocol, 0)
    field = b"" if transport else struct.pack(">BHB", 0xE0, 1, protocol)
    body = b"".join(packed) + struct.pack(">HH", source[1], destination[1]) + field
    return SIGNATURE + struct.pack(">BBH", 0x21, family << 4 | transport, len(body)) + body


def own(destination, port=None):
    """The phone's own end of a new flow."""
    return (HOME6 if ":" in destination[0] else HOME, next(PORTS) if port is None else port)


class Routed(Phone):
    """A TCP connection of a phone whose only router is the recorder."""

    def __init__(self, port, destination, ca=None, source=None):
        super().__init__(port, ca)
        self.source = source or own(destination)
        self.socket.sendall(header(6, self.source, destination))


class Flow:
    """A flow of packets."""

    def __init__(self, port, protocol, destination, source=None):
        self.source = source or own(destination, None if protocol == 17 else 0)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.sendall(header(protocol, self.source, destination))

    def send(self, payload):
        self.socket.sendall(len(payload).to_bytes(2, "big") + payload)

    def receive(self):
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def _exactly(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            assert more, "the wire ended"
            data += more
        return data

    def close(self):
        self.socket.close()


def query(name, kind=1, number=7):
    """A DNS question."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", kind, 1)
