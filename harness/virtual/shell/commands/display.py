"""wm and screencap."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program
from harness.virtual.uia.drawing import draw, encode


async def wm(call: Call) -> int:
    """`wm size|density`."""
    firmware = call.device.firmware
    if call.args == ["size"]:
        return await call.say(f"Physical size: {firmware.width}x{firmware.height}\n")
    if call.args == ["density"]:
        return await call.say(f"Physical density: {firmware.density}\n")
    return await call.fail(f"Unknown command: {' '.join(call.args)}", 255)


async def screencap(call: Call) -> int:
    """`screencap [-p] [-d display] [file]`."""
    files = [word for word in call.args if not word.startswith("-") and not word.isdigit()]
    if "-p" not in call.args and not files:
        return await call.fail("screencap: raw output is not known here, use -p")
    content = encode(draw(call.device), "PNG")
    if files:
        call.device.files.write(call.path(files[0]), content, call.uid)
    else:
        await call.out(content)
    return 0


COMMANDS: dict[str, Program] = {"wm": wm, "screencap": screencap}
