"""A command as all of ours are: no value that was given is forgotten because it was given twice."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class Interrupted(Exception):  # a state, not an error of the program
    """Ctrl-C in a command, with what it left behind; the library would answer with its exit code alone."""


class Command(TyperCommand):
    """Refuses an option that takes one value and is given several times: the library takes the last."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line.  Raises the library's usage error."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in {id(item): item for item in given}.values():
            often = sum(1 for item in given if item is option)
            takes_one = option.nargs == 1 and not getattr(option, "is_flag", False)
            if often > 1 and takes_one and not getattr(option, "multiple", False):
                ctx.fail(f"Option '{option.opts[-1]}' is given {often} times, wanted once")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Do what was asked for.  Raises Interrupted."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted(str(error)) from error
