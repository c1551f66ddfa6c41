from __future__ import annotations

import asyncio

from harness.virtual.shell.pipes import Pipe
from harness.virtual.shell.session import run_line

JAR = "/data/local/tmp/u2.jar"
START = f"CLASSPATH={JAR} app_process / com.wetest.uia2.Main -p 9008"


def test_the_dump_is_written_where_it_is_asked(box):
    box.open()
    assert box.out("uiautomator dump") == "UI hierchary dumped to: /sdcard/window_dump.xml\n"
    assert box.out("cat /sdcard/window_dump.xml").startswith("<?xml")
    assert box.out("uiautomator dump /data/local/tmp/x.xml && echo success").endswith("success\n")
    assert "Notes of a phone" in box.out("uiautomator dump /dev/tty")
    box.refused("uiautomator frob")
    box.refused("uiautomator dump /system/x")


def test_the_server_needs_its_jar_and_runs_until_it_is_hung_up(box):
    box.refused(START)
    box.out(f"echo jar > {JAR}")
    box.refused(f"CLASSPATH={JAR} app_process / org.example.Main")
    box.refused(f"CLASSPATH={JAR} app_process / com.wetest.uia2.Main -p 1")

    async def hang_up():
        async def out(_):
            return

        work = asyncio.ensure_future(run_line(box.device, box.uia, START, Pipe(), out, out))
        await asyncio.sleep(0.02)
        ran, second = box.uia.running, await run_line(box.device, box.uia, START, Pipe(), out, out)
        work.cancel()
        await asyncio.wait({work})
        return ran, second, box.uia.running

    assert box.do(hang_up()) == (True, 1, False)
