"""getprop and setprop."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program


async def getprop(call: Call) -> int:
    """`getprop [name [default]]`: an unset property is an empty line."""
    if not call.args:
        return await call.say(
            "".join(f"[{key}]: [{value}]\n" for key, value in call.device.properties.items())
        )
    value = call.device.properties.get(call.args[0])
    return await call.say((value or "".join(call.args[1:2])) + "\n")


async def setprop(call: Call) -> int:
    """`setprop name value`; read-only ones are refused."""
    if len(call.args) != 2:  # noqa: PLR2004  # a name and a value
        return await call.fail('setprop: Need 2 arguments (see "setprop --help")')
    name, value = call.args
    try:
        call.device.properties.put(name, value)
    except PermissionError:
        return await call.fail(f"setprop: failed to set property '{name}' to '{value}'")
    return 0


COMMANDS: dict[str, Program] = {"getprop": getprop, "setprop": setprop}
