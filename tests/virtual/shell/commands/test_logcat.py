from __future__ import annotations

import asyncio

import pytest

from harness.virtual.shell.commands.logcat import read_wish
from harness.virtual.shell.pipes import Pipe
from harness.virtual.shell.session import run_line


def test_the_log_is_dumped_filtered_and_cleared(box):
    box.phone.log("Alpha", 7, "one")
    box.phone.log("Beta", 8, "two", "E")

    assert "I Alpha   : one" in box.out("logcat -d")
    assert "I/Alpha   (    7): one" in box.out("logcat -d -v time")
    assert "one" not in box.out("logcat -d *:E")
    assert "two" not in box.out("logcat -d --pid=7")
    assert box.out("logcat -d -s Beta").count("\n") == 2
    assert "one" not in box.out("logcat -t 1")
    box.out("logcat -c")
    assert box.out("logcat -d") == "--------- beginning of main\n"


def test_following_goes_on_until_the_reader_has_enough(box):
    box.phone.log("Alpha", 7, "one")

    async def enough():
        got = asyncio.Event()

        async def out(content):
            if b"later" in content:
                got.set()

        work = asyncio.ensure_future(
            run_line(box.device, box.uia, "logcat -v epoch Alpha:V *:S", Pipe(), out, out)
        )
        await asyncio.sleep(0.01)
        box.phone.log("Alpha", 7, "later")
        await asyncio.wait_for(got.wait(), 2)
        work.cancel()
        await asyncio.wait({work})

    box.do(enough())


@pytest.mark.parametrize("line", ["logcat -z", "logcat -v frob -d", "logcat -t x"])
def test_unknown_options_are_refused(box, line):
    box.refused(line)


def test_a_tag_without_a_level_means_all_of_it():
    assert read_wish(["Tag", "Other:w", "*:S"]).filters == {"Tag": "V", "Other": "W", "*": "S"}
