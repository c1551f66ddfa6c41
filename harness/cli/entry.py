"""Where `claims` begins: what cannot even be loaded ends with 3 as well, never with a verdict's code.

Nothing but the interpreter's own parts is imported before the first line of `main`: Ctrl-C that comes early
ends quietly.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import TextIOWrapper

NO_VERDICT, INTERRUPTED = 3, 130


def main() -> None:
    """Load the command and run it.

    A broken installation is one line on standard error and a log file, exit 3: Python's own exit code for
    a traceback is 1, which would say that a claim is violated.
    """
    try:
        _speak_utf8()
        command = _loaded()
        command()
    except KeyboardInterrupt:
        sys.stderr.write("claims: interrupted\n")
        sys.exit(INTERRUPTED)


def _loaded() -> Callable[[], None]:
    try:
        from harness.cli.main import main as command  # noqa: PLC0415  # loading is what may fail
    except Exception as error:  # noqa: BLE001  # whatever it is, it is no verdict
        import os  # noqa: PLC0415
        import tempfile  # noqa: PLC0415
        import traceback  # noqa: PLC0415

        handle, log = tempfile.mkstemp(prefix="claims-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            traceback.print_exc(file=file)
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
        sys.stderr.write(f"claims: cannot be loaded: {said}; the details are in {log}\n")
        sys.exit(NO_VERDICT)
    return command


def _speak_utf8() -> None:
    """In the locale C nothing says which signs a terminal has: UTF-8, as in PEP 540; no sign is an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = "utf-8" if stream.encoding.lower() in {"ascii", "us-ascii"} else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


if __name__ == "__main__":
    main()
