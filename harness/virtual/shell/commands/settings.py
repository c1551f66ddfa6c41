"""`settings`: the three tables. Texts: AOSP SettingsService's shell command, Android 9."""

from __future__ import annotations

from harness.virtual.settings import NAMESPACES
from harness.virtual.shell.context import Call, Program

USAGE = 255  # what `cmd` gives for a bad command


async def settings(call: Call) -> int:
    """`settings [--user 0] get|put|delete|list namespace [key [value]]`."""
    words = list(call.args)
    while "--user" in words:
        at = words.index("--user")
        del words[at : at + 2]
    verb = words.pop(0).lower() if words else ""
    space = words.pop(0).lower() if words else ""
    if verb not in ("get", "put", "delete", "list"):
        return await call.fail(f"Invalid command: {verb}" if verb else "settings: no command", USAGE)
    if space not in NAMESPACES:
        return await call.fail(f"Invalid namespace '{space}'", USAGE)
    table = call.device.settings
    match verb, words:
        case "list", []:
            return await call.say("".join(f"{key}={value}\n" for key, value in table.items(space)))
        case "get", [key]:
            value = table.get(space, key)
            return await call.say(("null" if value is None else value) + "\n")
        case "delete", [key]:
            return await call.say(f"Deleted {int(table.delete(space, key))} rows\n")
        case "put", [key, value, *rest] if rest in ([], ["default"]):
            table.put(space, key, value)
            return 0
    return await call.fail(f"Bad arguments: settings {' '.join(call.args)}", USAGE)


COMMANDS: dict[str, Program] = {"settings": settings}
