"""date (phone time) and sleep (wall time, so that sampling loops stay what they are)."""

from __future__ import annotations

import asyncio
import time

from harness.virtual.shell.context import Call, Program


async def date(call: Call) -> int:
    """`date [-u] [+format]` with strftime's letters, %N and %3N; setting it needs root and is refused."""
    words = [word for word in call.args if word != "-u"]
    now = call.device.clock.now_ms()
    if not words:
        return await call.say(time.strftime("%a %b %e %H:%M:%S UTC %Y", time.gmtime(now / 1000)) + "\n")
    if len(words) != 1 or not words[0].startswith("+"):
        return await call.fail("date: cannot set date: Operation not permitted")
    text = words[0][1:]
    for mark, value in (
        ("%3N", f"{now % 1000:03d}"),
        ("%N", f"{now % 1000:03d}000000"),
        ("%s", str(now // 1000)),
    ):
        text = text.replace(mark, value)
    return await call.say(time.strftime(text, time.gmtime(now / 1000)) + "\n")


async def sleep(call: Call) -> int:
    """`sleep seconds` of the wall clock."""
    try:
        seconds = float(call.args[0].removesuffix("s"))
    except (IndexError, ValueError):
        return await call.fail(f'{call.name}: Needs 1 argument (see "{call.name} --help")')
    await asyncio.sleep(max(0, seconds))
    return 0


COMMANDS: dict[str, Program] = {"date": date, "sleep": sleep}
