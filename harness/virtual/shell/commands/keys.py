"""`input`: taps, text, keys, swipes."""

from __future__ import annotations

from harness.virtual.keycodes import name_of
from harness.virtual.shell.context import Call, Program


async def input_(call: Call) -> int:
    """`input tap x y | text words | keyevent key ... | swipe x1 y1 x2 y2 [ms]`."""
    words = [word for word in call.args if word not in ("touchscreen", "keyboard", "mouse")]
    windows = call.device.windows
    try:
        match words:
            case ["tap", x, y]:
                await windows.tap(float(x), float(y))
            case ["text", text]:
                await windows.type(text.replace("%s", " "))
            case ["swipe" | "draganddrop", x1, y1, x2, y2, *_]:
                if (x1, y1) == (x2, y2):
                    await windows.tap(float(x1), float(y1), long=True)
                else:
                    await windows.swipe(float(x1), float(y1), float(x2), float(y2))
            case ["keyevent", *keys] if keys:
                for key in keys:
                    if key != "--longpress":
                        await windows.key(name_of(key))
            case _:
                return await call.fail(f"Error: Invalid arguments for command: {' '.join(call.args)}", 255)
    except ValueError as error:
        return await call.fail(f"Error: Invalid arguments for command: {error}", 255)
    return 0


COMMANDS: dict[str, Program] = {"input": input_}
