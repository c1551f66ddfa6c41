from __future__ import annotations

import asyncio
import time

import pytest

from harness.virtual.shell.pipes import Pipe
from harness.virtual.shell.session import run_line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("echo a; echo b", "a\nb\n"),
        ("true && echo yes || echo no", "yes\n"),
        ("false && echo yes || echo no", "no\n"),
        ("! false && echo yes", "yes\n"),
        ("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done", "1\n3\n"),
        ("i=0; while true; do i=$((i+1)); [ $i -ge 3 ] && break; done; echo $i", "3\n"),
        ("i=0; until [ $i = 2 ]; do i=$((i+1)); done; echo $i", "2\n"),
        ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
        ("{ echo a; echo b; } | grep -c .", "2\n"),
        ("echo a | cat | cat", "a\n"),
        ("while true; do echo y; done | grep -q y; echo $?", "0\n"),
        ("(exit 3); echo $?", "3\n"),
        ("x=1; (x=2); echo $x", "1\n"),
        ("X=5 sh -c 'echo a'; echo \"[$X]\"", "a\n[]\n"),
        ("echo a > /sdcard/f; echo b >> /sdcard/f; cat < /sdcard/f", "a\nb\n"),
        ("ls /none 2>/dev/null; echo $?", "1\n"),
        ("{ echo out; ls /none; } 2>&1 | grep -c .", "2\n"),
    ],
)
def test_a_script_says_what_a_shell_says(box, line, said):
    ran = box.sh(line)

    assert (ran.out, ran.code) == (said, 0)


def test_the_exit_code_is_that_of_the_last_command_or_of_exit(box):
    assert box.sh("exit 7").code == 7
    assert box.sh("echo a; false").code == 1
    assert box.sh("false; true").code == 0


def test_stderr_is_kept_apart(box):
    ran = box.sh("echo out; echo err >&2")

    assert (ran.out, ran.err) == ("out\n", "err\n")


@pytest.mark.parametrize(
    "line", ["frobnicate", "./x", "/system/bin/frobnicate", "curl http://a", "busybox ls"]
)
def test_a_command_it_was_not_taught_is_not_found(box, line):
    ran = box.refused(line)

    assert ran.code == 127
    assert ran.out == ""
    assert ran.err.startswith("/system/bin/sh: ")
    assert "not found" in ran.err


def test_a_newer_android_words_it_its_own_way(other_box):
    assert "inaccessible or not found" in other_box(sdk=33).sh("frobnicate").err


def test_a_file_that_is_no_program_cannot_be_run(box):
    assert box.sh("echo a > /data/local/tmp/x; /data/local/tmp/x").code == 126


def test_writing_where_nobody_may_write_is_refused(box):
    ran = box.refused("echo a > /system/x")

    assert "Read-only file system" in ran.err


def test_an_endless_loop_ends_when_nobody_listens_and_does_not_stop_the_phone(box):
    async def listen():
        ticks = []

        async def out(content):
            ticks.append(content)

        line = "while true; do :; done"
        work = asyncio.ensure_future(run_line(box.device, box.uia, line, Pipe(), out, out))
        start = time.monotonic()
        await asyncio.sleep(0.05)
        late = time.monotonic() - start
        work.cancel()
        await asyncio.wait({work})
        return work.cancelled(), late

    cancelled, late = box.do(listen())
    assert cancelled
    assert late < 1
