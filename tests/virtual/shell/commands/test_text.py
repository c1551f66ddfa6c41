from __future__ import annotations

import pytest

LINES = "printf 'one\\ntwo\\nthree\\n'"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("grep t", "two\nthree\n"),
        ("grep -v t", "one\n"),
        ("grep -c e", "2\n"),
        ("grep -E '^(one|two)$'", "one\ntwo\n"),
        ("grep '^o\\|^th'", "one\nthree\n"),
        ("grep -n two", "2:two\n"),
        ("grep -o 'hre*'", "hree\n"),
        ("grep -i TWO", "two\n"),
        ("grep -F t.o; echo $?", "1\n"),
    ],
)
def test_a_filter_says_what_a_phone_says(box, line, said):
    assert box.sh(f"{LINES} | {line}").out == said


def test_filters_read_files_too(box):
    box.out(f"{LINES} > /sdcard/t")

    assert box.out("grep two /sdcard/t") == "two\n"
    box.refused("grep x /none")


@pytest.mark.parametrize("line", ["grep", "grep -z x", "grep '['"])
def test_what_it_does_not_know_is_refused(box, line):
    box.refused(f"{LINES} | {line}")
