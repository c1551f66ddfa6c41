"""The `claims` command and the one place where its errors end (README, How to read the three outcomes)."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, TextIO

import typer
import typer.exceptions

from harness.cli.command import Command, Interrupted
from harness.cli.entry import INTERRUPTED, NO_VERDICT
from harness.ledger.suggestion import meant
from harness.model.errors import HarnessError
from harness.report.safe_text import one_line

COMPLETION = "_CLAIMS_COMPLETE"
"""The environment variable by which a shell asks for completions."""
_CHOICE = re.compile(r"'([^']*)' is not one of (.*)")
PURPOSE = "Verifies what a phone maker claims about privacy, on the phone, with evidence others can check."

COMMANDS = {
    "init": "init",
    "run": "run",
    "list": "list_claims",
    "devices": "devices",
    "restore": "restore",
    "judge": "judge",
    "verify": "verify",
    "show": "show",
    "decode": "decode",
}
"""Every command with its function in the module of its own name.  Only the one that is called is loaded:
`claims list` needs neither adb nor mitmproxy."""


def application(names: Iterable[str]) -> typer.Typer:
    """The command line with some of its commands."""
    app = typer.Typer(
        name="claims",
        help=PURPOSE,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for name in names:
        app.command(name, cls=Command)(getattr(import_module(f"harness.cli.{name}"), COMMANDS[name]))
    return app


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # as the library calls it
    if wanted:
        try:
            suite = version("claims-suite")
        except PackageNotFoundError:
            suite = "of a checkout that is not installed"
        print(f"claims {suite} (Python {platform.python_version()}, mitmproxy {version('mitmproxy')})")
        raise typer.Exit


def _common(
    *,
    show_version: Annotated[
        bool,
        typer.Option("--version", help="Show the versions and end.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Keep the name of a command in front also where it is the only one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    code = exit_code(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _read_by_nobody(sys.stdout)
        code = NO_VERDICT
    sys.exit(code)


def _read_by_nobody(stream: TextIO) -> None:
    """What is still in it goes nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_code(arguments: Sequence[str]) -> int:
    """The exit code of one call.

    0, 1 and 2 come only from a completed judgement; usage errors, refusals and unforeseen errors are 3,
    Ctrl-C is 130.  An unforeseen error is one line and a log file with its traceback.
    """
    called = [name for name in arguments[:1] if name in COMMANDS]
    try:
        command = typer.main.get_command(application(called or COMMANDS))
        code = command.main(list(arguments) or ["--help"], prog_name="claims", standalone_mode=False)
    except (KeyboardInterrupt, Interrupted, typer.Abort) as error:
        say(f"claims: interrupted{'; ' if str(error) else ''}{error}")
        return INTERRUPTED
    except SystemExit as end:  # typer's answer to a pipe that nobody reads any more would be 1: a violation
        return 0 if COMPLETION in os.environ or end.code in {0, None} else NO_VERDICT
    except Exception as error:  # noqa: BLE001  # the one place: anything unforeseen is 3, never a verdict
        say(f"claims: {why(error, arguments)}")
        return NO_VERDICT
    if not arguments:
        return NO_VERDICT
    return code if isinstance(code, int) else 0


def why(error: Exception, arguments: Sequence[str]) -> str:
    """What an error says to the user; an unforeseen one leaves its traceback in a log file."""
    match error:
        case typer.exceptions.TyperException():
            return refusal(error, arguments)
        case HarnessError():
            return str(error)
        case _:
            return f"unforeseen {type(error).__name__}: {error}; the details are in {write_log()}"


def refusal(error: typer.exceptions.TyperException, arguments: Sequence[str]) -> str:
    """What is wrong with a command line, and whose help tells how it is written."""
    said = error.format_message().strip().removesuffix(".").replace("Value error, ", "")
    if choice := _CHOICE.search(said):
        said += f".{near}" if (near := meant(choice[1], re.findall(r"'([^']*)'", choice[2]))) else ""
    of = f" {arguments[0]}" if arguments and arguments[0] in COMMANDS else ""
    return f"{said}{' See' if said.endswith('?') else '; see'} `claims{of} --help`"


def say(text: str) -> None:
    """One line on standard error; where nobody reads it any more, the exit code says it alone."""
    try:
        print(one_line(text, 1000), file=sys.stderr, flush=True)
    except BrokenPipeError:
        _read_by_nobody(sys.stderr)


def write_log() -> Path:
    """The present exception's traceback in a file of its own; its path."""
    handle, name = tempfile.mkstemp(prefix="claims-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)


if __name__ == "__main__":
    main()
