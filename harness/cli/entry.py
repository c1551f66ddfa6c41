"""Where `claims` begins: what cannot even be loaded ends with 3 as well, never with a verdict's code."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

NO_VERDICT, INTERRUPTED = 3, 130


def main() -> None:
    """Load the command and run it.

    A broken installation is one line on standard error and a log file, exit 3: Python's own exit code for
    a traceback is 1, which would say that a claim is violated.
    """
    try:
        from harness.cli.main import main as command  # noqa: PLC0415  # loading is what may fail
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is no verdict
        handle, log = tempfile.mkstemp(prefix="claims-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            traceback.print_exc(file=file)
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
        sys.stderr.write(f"claims: cannot be loaded: {said}; the details are in {log}\n")
        sys.exit(NO_VERDICT)
    command()


if __name__ == "__main__":
    main()
