"""md5sum and its kin, base64, xxd."""

from __future__ import annotations

import base64 as encoding
import binascii
import hashlib
from functools import partial

from harness.virtual.shell.context import Call, Program


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
    """`base64 [-d] [-w n] [file]`."""
    names, width, words = [], 76, list(call.args)
    while words:
        word = words.pop(0)
        if word == "-w" and words:
            width = int(words.pop(0))
        elif word != "-d":
            names.append(word)
    content = call.device.files.read(call.path(names[0]), call.uid) if names else await call.stdin.read_all()
    if "-d" in call.args:
        try:
            await call.out(encoding.b64decode(content))
        except binascii.Error:
            return await call.fail("base64: bad input")
        return 0
    text = encoding.b64encode(content).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)] if width else [text]
    return await call.say("\n".join(lines) + ("\n" if width else ""))


COMMANDS: dict[str, Program] = {
    "md5sum": partial(digest, "md5"),
    "sha1sum": partial(digest, "sha1"),
    "sha256sum": partial(digest, "sha256"),
    "sha512sum": partial(digest, "sha512"),
    "base64": base64,
}
