"""The books of one flow: every text of it is in a message, a note, or ignored by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness.capture.importers.json_node import quoted
from harness.capture.importers.notes import Notes
from harness.model.account import Account, Fate

STRUCTURE = "lengths, names and numbers of the flows"
CONTENT = "texts of the flows"
IGNORED = {
    "type": "kinds and numbers of flows",
    "id": "kinds and numbers of flows",
    "marked": "marks of the recorder's user",
    "is_replay": "marks of the recorder's user",
    "http_version": "versions of protocols",
    "tls_version": "versions of protocols",
    "transport_protocol": "versions of protocols",
    "proxy_mode": "versions of protocols",
    "alpn": "versions of protocols",
    "alpn_offers": "versions of protocols",
    "cipher": "names of ciphers",
    "cipher_list": "names of ciphers",
    "mitmcert": "certificates of the recorder",
    "client_conn.peername": "addresses in the recorder's network",
    "client_conn.sockname": "addresses in the recorder's network",
    "server_conn.sockname": "addresses in the recorder's network",
    "server_conn.certificate_list": "certificates of servers",
}
"""Fields whose texts are not handed on; where a name says too little it stands with the one above it."""
_MOST_KNOWN = 64
"""Characters of an ignored text, except of certificates."""


class FlowBooks:
    """Where the texts of one flow went."""

    __slots__ = ("_account", "_ignored", "_notes", "_prefix", "_said")

    def __init__(self, account: Account, number: int, notes: Notes) -> None:
        self._account, self._notes = account, notes
        self._prefix = b"%d" % number
        self._said: set[bytes] = {b""}
        self._ignored: dict[bytes, str] = {}

    def say(self, *values: Any) -> None:
        """These were handed on."""
        self._said.update(text for value in values for text in texts(value))

    def note(self, path: tuple[str, ...], value: Any) -> None:
        """Hands on what of a value was not handed on, beside the messages."""
        reason = IGNORED.get(".".join(path[-2:]), IGNORED.get(path[-1] if path else ""))
        if reason is not None and (
            "certificates" in reason or all(len(text) <= _MOST_KNOWN for text in texts(value))
        ):
            for text in texts(value):
                self._ignored[text] = reason
            return
        if isinstance(value, dict) and (not path or path[0] != "metadata"):
            for key, inner in value.items():
                self.note((*path, text_of(key).decode("utf-8", "backslashreplace")), inner)
        elif any(text not in self._said for text in texts(value)):
            self._notes.add(b".".join((self._prefix, *(part.encode() for part in path))), jsoned(value))
            self.say(value)

    def close(self, state: Any, size: int, *, migrated: bool) -> None:
        """Books a whole flow.  What an old version had and the present one has not becomes a note."""
        told = 0
        for text in texts(state):
            told += len(text)
            if text not in self._said and text not in self._ignored and migrated:
                self._notes.add(self._prefix + b".dropped", quoted(text))
                self._said.add(text)
            if text in self._said:
                self._account.book(Fate.CONTENT, CONTENT, len(text))
            elif text in self._ignored:
                self._account.book(Fate.IGNORED, self._ignored[text], len(text))
        self._account.book(Fate.CONTENT, CONTENT, 0, 1)
        self._account.book(Fate.STRUCTURE, STRUCTURE, size - told)


def text_of(value: Any) -> bytes:
    """A text of a flow in bytes; anything else as it prints."""
    if isinstance(value, bytes):
        return value
    return (
        value.encode("utf-8", "surrogateescape")
        if isinstance(value, str)
        else b""
        if value is None
        else str(value).encode()
    )


def texts(value: Any) -> Iterator[bytes]:
    """Every text below a value, names left out."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, bytes | str):
            yield text_of(one)
        elif isinstance(one, list | tuple):
            stack.extend(one)
        elif isinstance(one, dict):
            stack.extend(one.values())


def jsoned(value: Any) -> bytes:
    """A value of a flow as JSON."""
    if isinstance(value, bytes | str):
        return quoted(text_of(value))
    if isinstance(value, list | tuple):
        return b"[" + b",".join(jsoned(one) for one in value) + b"]"
    if isinstance(value, dict):
        return (
            b"{" + b",".join(quoted(text_of(key)) + b":" + jsoned(one) for key, one in value.items()) + b"}"
        )
    return json.dumps(value, default=str).encode()
