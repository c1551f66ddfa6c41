"""`settings`: the three tables. Texts: AOSP SettingsService's shell command, Android 9."""

from __future__ import annotations

from collections.abc import Callable

from harness.virtual.settings import NAMESPACES, SettingsTable
from harness.virtual.shell.context import Call, Program

USAGE = 255  # what `cmd` gives for a bad command


async def settings(call: Call) -> int:
    """`settings [--user 0] get|put|delete|list namespace [key [value]]`."""
    words = list(call.args)
    while "--user" in words:
        at = words.index("--user")
        del words[at : at + 2]
    verb, space, *rest = [*words, "", ""] if len(words) < 2 else words  # noqa: PLR2004  # verb and namespace
    program = VERBS.get(verb.lower())
    if program is None:
        return await call.fail(f"Invalid command: {verb}" if verb else "settings: no command", USAGE)
    if space.lower() not in NAMESPACES:
        return await call.fail(f"Invalid namespace '{space}'", USAGE)
    try:
        return await call.say(program(call.device.settings, space.lower(), rest))
    except ValueError:
        return await call.fail(f"Bad arguments: settings {' '.join(call.args)}", USAGE)


def _list(table: SettingsTable, space: str, words: list[str]) -> str:
    if words:
        raise ValueError(words)
    return "".join(f"{key}={value}\n" for key, value in table.items(space))


def _get(table: SettingsTable, space: str, words: list[str]) -> str:
    (key,) = words
    value = table.get(space, key)
    return ("null" if value is None else value) + "\n"


def _put(table: SettingsTable, space: str, words: list[str]) -> str:
    key, value = words[:-1] if words[2:] == ["default"] else words
    table.put(space, key, value)
    return ""


def _delete(table: SettingsTable, space: str, words: list[str]) -> str:
    (key,) = words
    return f"Deleted {int(table.delete(space, key))} rows\n"


VERBS: dict[str, Callable[[SettingsTable, str, list[str]], str]] = {
    "list": _list,
    "get": _get,
    "put": _put,
    "delete": _delete,
}
COMMANDS: dict[str, Program] = {"settings": settings}
