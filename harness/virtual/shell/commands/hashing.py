"""md5sum and sha256sum, base64."""

from __future__ import annotations

import base64 as encoding
import hashlib
from functools import partial

from harness.virtual.shell.context import Call, Program

WIDTH = 76


async def digest(algorithm: str, call: Call) -> int:
    """`md5sum [-b] files`: digest, two blanks, name."""
    names = [word for word in call.args if not word.startswith("-") or word == "-"]
    status = 0
    if not names:
        found = hashlib.new(algorithm, await call.stdin.read_all()).hexdigest()
        return await call.say(f"{found}  -\n")
    for name in names:
        try:
            content = call.device.files.read(call.path(name), call.uid)
        except OSError as error:
            status = await call.fail(f"{call.name}: {name}: {error.strerror}")
            continue
        found = hashlib.new(algorithm, content).hexdigest()
        await call.say(f"{found}\n" if "-b" in call.args else f"{found}  {name}\n")
    return status


async def base64(call: Call) -> int:
    """`base64 file`: lines of 76 letters."""
    try:
        content = call.device.files.read(call.path(call.args[-1]), call.uid)
    except OSError as error:
        return await call.fail(f"base64: {call.args[-1]}: {error.strerror}")
    text = encoding.b64encode(content).decode()
    return await call.say("".join(f"{text[at : at + WIDTH]}\n" for at in range(0, len(text), WIDTH)))


COMMANDS: dict[str, Program] = {
    "md5sum": partial(digest, "md5"),
    "sha256sum": partial(digest, "sha256"),
    "base64": base64,
}
