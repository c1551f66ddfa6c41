from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("echo -n a", "a"),
        ("echo -e 'a\\tb'", "a\tb\n"),
        ("printf '%s-%d|' a 1 b 2", "a-1|b-2|"),
        ("printf '%05d %x %%\\n' 42 255", "00042 ff %\n"),
        ("printf 'GET / HTTP/1.1\\r\\n'", "GET / HTTP/1.1\r\n"),
        ("printf '%s\\n' '{\"a\":\"\\\\u00e9\"}'", '{"a":"\\\\u00e9"}\n'),
        ("cd /sdcard && pwd", "/storage/emulated/0\n"),
        ("command -v getprop; which ls", "/system/bin/getprop\n/system/bin/ls\n"),
        ("toybox md5sum /proc/version | grep -c /proc/version", "1\n"),
        ("sh -c 'exit 4'; echo $?", "4\n"),
    ],
)
def test_a_builtin_says_what_a_shell_says(box, line, said):
    assert box.sh(line).out == said


@pytest.mark.parametrize("line", ["cd /none", "printf", "toybox frob", "sh x", "toybox pm"])
def test_what_it_does_not_know_is_refused(box, line):
    box.refused(line)
