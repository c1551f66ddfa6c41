"""`dumpsys [-t seconds] service [arguments]`: an unknown one is told on stderr, with exit 0."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program
from harness.virtual.shell.dumpsys import hardware, packages, traffic, windows

FAMILIES = (hardware, packages, traffic, windows)
SERVICES: dict[str, Program] = {
    name: program for family in FAMILIES for name, program in family.SERVICES.items()
}


async def dumpsys(call: Call) -> int:
    """The dump of one service."""
    words = list(call.args)
    if words[:1] == ["-t"]:
        del words[:2]
    if not words or words[0] not in SERVICES:
        name = words[0] if words else ""
        return await call.fail(f"Can't find service: {name}", 0 if words else 1)
    return await SERVICES[words[0]](Call(words[0], words[1:], call.context, call.stdin, call.out, call.err))


COMMANDS: dict[str, Program] = {"dumpsys": dumpsys}
