"""Loaded by a recorder under test: the resolver raises, `connect` raises for all but loopback.

Every call that raised is a line in the file named by CLAIMS_TRAP, so that a swallowed exception is seen.
"""

from __future__ import annotations

import os
import socket

FILE = os.environ["CLAIMS_TRAP"]


def _trap(what, *arguments):
    with open(FILE, "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write(f"{what} {arguments!r}\n")
    raise RuntimeError(f"{what} was called with {arguments!r}")


def _resolver(name):
    def called(*arguments, **_options):
        _trap(name, *arguments)

    return called


for _name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo"):
    setattr(socket, _name, _resolver(_name))

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _checked(name, original):
    def call(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith("127."):
            _trap(name, address)
        return original(self, address)

    return call


socket.socket.connect = _checked("connect", _connect)
socket.socket.connect_ex = _checked("connect_ex", _connect_ex)
