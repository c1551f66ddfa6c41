from __future__ import annotations

import asyncio

from harness.virtual.logbuffer import KEPT, LogBuffer, LogLine


class Clock:
    scale = 1.0

    def now_ms(self):
        return 1_583_971_200_123

    async def sleep(self, phone_seconds):
        raise NotImplementedError


def test_the_formats_are_those_of_logcat():
    line = LogLine(1_583_971_200_123, 42, "I", "Tag", "text")

    assert line.brief() == "03-12 00:00:00.123 I/Tag     (   42): text\n"
    assert line.threadtime() == "03-12 00:00:00.123    42    42 I Tag     : text\n"
    assert line.epoch().strip() == "1583971200.123    42    42 I Tag     : text"


def test_a_text_of_two_lines_is_two_lines_and_the_oldest_go():
    log = LogBuffer(Clock())
    for number in range(KEPT):
        log.write("t", 1, f"{number}")
    log.write("t", 1, "a\nb")

    assert len(log.lines()) == KEPT
    assert [line.text for line in log.lines()[-2:]] == ["a", "b"]


def test_following_gives_what_is_there_and_what_comes():
    async def follow():
        log = LogBuffer(Clock())
        log.write("t", 1, "before")
        lines = log.follow()
        first = await anext(lines)
        log.write("t", 1, "after")
        return first.text, (await anext(lines)).text

    assert asyncio.run(follow()) == ("before", "after")
