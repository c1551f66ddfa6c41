"""The `claims` command and the one place where its errors end (design, exit codes)."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

import typer
import typer.exceptions

from harness.cli.terminal import terminal
from harness.model.errors import HarnessError
from harness.report.safe_text import one_line

NO_VERDICT, INTERRUPTED = 3, 130
PURPOSE = "Verifies what a phone maker claims about privacy, on the phone, with evidence others can check."

COMMANDS = {
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
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_nothing)
    for name in names:
        app.command(name)(getattr(import_module(f"harness.cli.{name}"), COMMANDS[name]))
    return app


def _nothing() -> None:
    """Keep the name of a command in front also where it is the only one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    code = exit_code(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NO_VERDICT
    sys.exit(code)


def exit_code(arguments: Sequence[str]) -> int:
    """The exit code of one call.

    0, 1 and 2 come only from a completed judgement; usage errors, refusals and unforeseen errors are 3,
    Ctrl-C is 130.  An unforeseen error is one line and a log file with its traceback.
    """
    called = [name for name in arguments[:1] if name in COMMANDS]
    try:
        command = typer.main.get_command(application(called or COMMANDS))
        code = command.main(list(arguments) or ["--help"], prog_name="claims", standalone_mode=False)
    except typer.exceptions.TyperException as error:
        say(f"claims: {refusal(error, arguments)}")
        return NO_VERDICT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except SystemExit:  # typer's answer to a pipe that nobody reads any more would be 1: a violation
        return NO_VERDICT
    except HarnessError as error:
        say(f"claims: {error}")
        return NO_VERDICT
    except Exception as error:  # noqa: BLE001  # the one place: anything unforeseen is 3, never a verdict
        log = write_log()
        say(f"claims: unforeseen {type(error).__name__}: {error}; the details are in {log}")
        return NO_VERDICT
    if not arguments:
        return NO_VERDICT
    if code == INTERRUPTED:
        say("claims: interrupted; the phone was put back as far as it could be, see `claims restore`")
    return code if isinstance(code, int) else 0


def refusal(error: typer.exceptions.TyperException, arguments: Sequence[str]) -> str:
    """What is wrong with a command line, and whose help tells how it is written."""
    said = error.format_message().strip().removesuffix(".").replace("Value error, ", "")
    of = f" {arguments[0]}" if arguments and arguments[0] in COMMANDS else ""
    return f"{said}{' See' if said.endswith('?') else '; see'} `claims{of} --help`"


def say(text: str) -> None:
    """One line on standard error."""
    terminal(stderr=True).print(one_line(text, 1000), soft_wrap=True)


def write_log() -> Path:
    """The present exception's traceback in a file of its own; its path."""
    handle, name = tempfile.mkstemp(prefix="claims-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)


if __name__ == "__main__":
    main()
