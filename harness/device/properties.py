"""System properties, all at once (`getprop`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from harness.device.shell import Shell, answer
from harness.model.errors import SetupError

_ROW = re.compile(r"^\[([^\]\n]+)\]: \[(.*?)\]$", re.MULTILINE | re.DOTALL)


def parse_properties(said: str) -> Mapping[str, str]:
    """Name → value; a value may hold line ends.  Raises ValueError where there is none."""
    found = dict(_ROW.findall(said.replace("\r\n", "\n")))
    if not found:
        raise ValueError(f"wanted rows like [name]: [value], found {said[:60]!r}")
    return found


def read_properties(shell: Shell) -> Mapping[str, str]:
    """Every property that the shell may see; an absent one is unset.  Raises SetupError."""
    try:
        return parse_properties(answer(shell, "getprop"))
    except ValueError as error:
        raise SetupError(f"wanted the properties of {shell.serial}: {error}") from error
