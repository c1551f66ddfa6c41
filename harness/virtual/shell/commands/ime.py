"""`ime`: the input methods."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program


async def ime(call: Call) -> int:
    """`ime list [-s] [-a]`, `ime set|enable id`."""
    known = [
        word
        for word in (call.device.settings.get("secure", "enabled_input_methods") or "").split(":")
        if word
    ]
    if call.args[:1] == ["list"]:
        if "-s" in call.args:
            return await call.say("".join(f"{name}\n" for name in known))
        return await call.say("".join(f"mId={name} mSettingsActivityName=null\n" for name in known))
    if call.args[:1] in (["set"], ["enable"]) and call.args[1:] and call.args[1] in known:
        if call.args[0] == "set":
            call.device.settings.put("secure", "default_input_method", call.args[1])
        return await call.say(f"Input method {call.args[1]} selected for user #0\n")
    return await call.fail(
        f"Unknown input method {' '.join(call.args[1:])} cannot be selected for user #0", 255
    )


COMMANDS: dict[str, Program] = {"ime": ime}
