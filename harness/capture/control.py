"""Commands of the bench on standard input, one JSON line each, each answered by one on standard output."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from harness.model.errors import SetupError

STDIN, STDOUT = 0, 1
Command = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def say(answer: Mapping[str, Any]) -> None:
    """Write one JSON line to standard output; a bench that is gone does not read it."""
    try:
        os.write(STDOUT, json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    except BrokenPipeError:
        return


class Control:
    """Reads commands in a thread of its own and runs them where `run_there` says: in the event loop.

    The end of standard input is a `stop`: a recorder does not outlive its bench.
    """

    def __init__(self, commands: Mapping[str, Command], run_there: Callable[..., object]) -> None:
        self._commands = dict(commands)
        self._run_there = run_there
        self._thread = threading.Thread(target=self._read, name="control", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def _read(self) -> None:
        rest = b""
        while data := os.read(STDIN, 65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._tell(line)
        self._tell(b'{"do": "stop"}')

    def _tell(self, line: bytes) -> None:
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the recorder has ended
            self._run_there(self._run, line)

    def _run(self, line: bytes) -> None:
        try:
            answer = self.answer(line)
        except SetupError as error:
            answer = {"error": str(error)}
        say(answer)

    def answer(self, line: bytes) -> Mapping[str, Any]:
        """The answer to one command.  Raises SetupError for one that is not understood."""
        try:
            command = json.loads(line)
            name = command["do"]
        except (ValueError, TypeError, KeyError) as error:
            raise SetupError(f'wanted {{"do": ...}}, found {line[:80]!r}') from error
        if not isinstance(name, str) or name not in self._commands:
            raise SetupError(f"wanted one of {', '.join(sorted(self._commands))}, found {name!r}")
        return {"done": name, **self._commands[name](command)}
