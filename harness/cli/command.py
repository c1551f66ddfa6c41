"""A command as all of ours are: no value is forgotten for being given twice, none is taken that is empty."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class Interrupted(Exception):  # a state, not an error of the program
    """Ctrl-C in a command, with what it left behind; the library would answer with its exit code alone."""


class Command(TyperCommand):
    """Refuses what the library lets pass.

    Of several values where one is taken it takes the last; an empty one would mean the present folder.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line.  Raises the library's usage error."""
        values, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in {id(item): item for item in given}.values():
            often = sum(1 for item in given if item is option)
            takes_one = option.nargs == 1 and not getattr(option, "is_flag", False)
            if often > 1 and takes_one and not getattr(option, "multiple", False):
                ctx.fail(f"Option '{option.opts[-1]}' is given {often} times, wanted once")
            value = values[option.name]
            if value == "" or (isinstance(value, list) and "" in value):
                ctx.fail(f"'{option.opts[-1]}' is given without a value, wanted one")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Do what was asked for.  Raises Interrupted."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted(str(error)) from error
