from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "line",
    [
        "[ 1 -lt 2 -a a = a ]",
        "[ 1 -gt 2 -o -n x ]",
        "test -d /sdcard",
        "[ ! -f /sdcard ]",
        "[ -z '' ]",
        "[ x ]",
        "[ -s /proc/version ] || [ -e /proc/version ]",
        "[ 2 -eq 02 ]",
        "[ a != b ]",
    ],
)
def test_a_condition_that_is_met_says_nothing(box, line):
    assert box.out(line) == ""


@pytest.mark.parametrize("line", ["[ 1 -gt 2 ]", "[ -f /none ]", "[ ]", "test", "[ a = b ]", "[ ! x ]"])
def test_one_that_is_not_met_is_exit_one_without_a_word(box, line):
    ran = box.sh(line)

    assert (ran.code, ran.out, ran.err) == (1, "", "")


@pytest.mark.parametrize("line", ["[ a", "[ a b c d ]", "[ a -eq b ]", "[ -q x ]", "test a frob b"])
def test_what_is_no_condition_is_refused(box, line):
    assert box.refused(line).code == 2
