"""Judges a run folder as `python pure.py RUN OUT`, in a process where the world outside the folder is gone.

Everything is imported, and every reader of a document made, before.  Then clock, sockets, environment,
randomness, and `open` outside the folder raise.
"""

from __future__ import annotations

import builtins
import io
import os
import random
import secrets
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from harness.ruling.final import judge_stored
from harness.ruling.judgements import to_json
from harness.store.adapters import DOCUMENTS, adapter_of


def gone(*_arguments: object, **_named: object) -> object:
    raise RuntimeError("judging reached for the world outside the run")


class NoEnvironment(dict[str, str]):
    """An environment that nobody may ask."""

    __getitem__ = __contains__ = get = keys = items = __iter__ = gone  # type: ignore[assignment]


class NoClock(datetime):
    """A calendar without a present."""

    now = utcnow = today = classmethod(gone)  # type: ignore[assignment]


def main() -> None:
    run, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    for kind in DOCUMENTS:
        adapter_of(kind)
    opened, raw = builtins.open, os.open

    def inside(path: object) -> bool:
        return isinstance(path, int) or str(Path(os.path.realpath(str(path)))).startswith(str(run) + "/")

    def only_inside(path: object, *arguments: object, **named: object) -> object:
        mode = str(arguments[0] if arguments else named.get("mode", "r"))
        return opened(path, *arguments, **named) if inside(path) and set(mode) <= set("rbt") else gone()  # type: ignore[call-overload]

    def raw_inside(path: object, flags: int, *arguments: object, **named: object) -> object:
        reads = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) == 0
        return raw(path, flags, *arguments, **named) if inside(path) and reads else gone()  # type: ignore[call-overload]

    builtins.open = io.open = only_inside  # type: ignore[assignment]
    os.open = raw_inside  # type: ignore[assignment]
    os.environ = NoEnvironment()  # type: ignore[assignment]  # noqa: B003  # asking is what must fail
    os.getenv = os.urandom = gone  # type: ignore[assignment]
    for name in (
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "sleep",
        "localtime",
        "gmtime",
    ):
        setattr(time, name, gone)
    for module, names in (
        (socket, ("socket", "getaddrinfo", "create_connection", "gethostname")),
        (random, ("random", "randint", "choice", "shuffle", "getrandbits")),
        (secrets, ("token_hex", "token_bytes", "choice")),
    ):
        for name in names:
            setattr(module, name, gone)
    for module in tuple(sys.modules.values()):
        if getattr(module, "datetime", None) is datetime and module.__name__.startswith("harness."):
            module.datetime = NoClock  # type: ignore[attr-defined]
    text = to_json(judge_stored(run))
    builtins.open, os.open, io.open = opened, raw, opened
    out.write_text(text, "utf-8")


if __name__ == "__main__":
    assert UTC
    main()
