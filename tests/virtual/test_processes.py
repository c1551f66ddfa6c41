from __future__ import annotations

import asyncio
import logging

from harness.virtual.logbuffer import LogBuffer
from harness.virtual.processes import Processes


class Clock:
    scale = 1.0

    def now_ms(self):
        return 0

    async def sleep(self, phone_seconds):
        raise NotImplementedError


def test_a_package_keeps_its_pid_until_it_ends():
    async def live():
        processes = Processes(LogBuffer(Clock()))
        first = processes.start("com.a")
        same, other = processes.start("com.a"), processes.start("com.b")
        await processes.kill("com.a")
        return first, same, other, processes.pid("com.a"), processes.start("com.a")

    first, same, other, dead, again = asyncio.run(live())
    assert first == same
    assert dead == 0
    assert len({first, other, again}) == 3


def test_killing_ends_the_tasks_of_that_package_alone():
    async def live():
        processes = Processes(LogBuffer(Clock()))
        mine = processes.task(asyncio.sleep(60), "com.a")
        other = processes.task(asyncio.sleep(60), "com.b")
        await asyncio.sleep(0)
        await processes.kill("com.a")
        ended = mine.cancelled(), other.done()
        other.cancel()
        return ended

    assert asyncio.run(live()) == (True, False)


def test_a_crash_is_told_in_logcat_and_on_stderr(capsys):
    async def crash():
        raise RuntimeError("on purpose")

    async def live():
        log = LogBuffer(Clock())
        processes = Processes(log)
        processes.start("com.a")
        await asyncio.wait({processes.task(crash(), "com.a")})
        await asyncio.sleep(0)
        return [line.text for line in log.lines() if line.level == "E"], processes.pid("com.a")

    lines, pid = asyncio.run(live())
    assert lines[0] == "FATAL EXCEPTION: main"
    assert pid == 0
    assert "on purpose" in capsys.readouterr().err
    logging.shutdown()
