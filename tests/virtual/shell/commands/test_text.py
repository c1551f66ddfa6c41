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
        ("head -n 1", "one\n"),
        ("head -2 | tail -1", "two\n"),
        ("tail -n 1", "three\n"),
        ("head -c 3", "one"),
        ("wc", "3 3 14\n"),
        ("wc -l", "3\n"),
        ("tr a-z A-Z | head -n 1", "ONE\n"),
        ("tr -d '\\n'", "onetwothree"),
        ("cut -c 1-2", "on\ntw\nth\n"),
        ("sort", "one\nthree\ntwo\n"),
        ("sort -r | head -n 1", "two\n"),
        ("tee /sdcard/t | wc -l; cat /sdcard/t | wc -l", "3\n3\n"),
        ("xargs echo x", "x one two three\n"),
    ],
)
def test_a_filter_says_what_a_phone_says(box, line, said):
    assert box.sh(f"{LINES} | {line}").out == said


def test_filters_read_files_too(box):
    box.out(f"{LINES} > /sdcard/t")

    assert box.out(
        "grep two /sdcard/t; wc -c /sdcard/t; cut -d e -f 1,2 /sdcard/t | uniq | head -n 1"
    ) == "two\n14 /sdcard/t\non\n".replace("on\n", "one\n")
    box.refused("grep x /none")
    box.refused("wc /none")


@pytest.mark.parametrize("line", ["grep", "grep -z x", "grep '['", "tr a", "cut -f x", "head -z"])
def test_what_it_does_not_know_is_refused(box, line):
    box.refused(f"{LINES} | {line}")
