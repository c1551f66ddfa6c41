from __future__ import annotations

import pytest

from harness.virtual.shell.expansion import calculate
from harness.virtual.shell.syntax import ShellSyntaxError


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x='a  b'; echo $x", "a b\n"),
        ("x='a  b'; echo \"$x\"", "a  b\n"),
        ("echo 'a $x' \"b\"c", "a $x bc\n"),
        ("echo ${none:-other} ${none}x", "other x\n"),
        ("x=12345; echo ${#x} ${x#12} ${x%45} ${x:+set}", "5 345 123 set\n"),
        ("echo $(echo a; echo b) `echo c`", "a b c\n"),
        ("echo \"$(printf 'a\\n\\n')\"", "a\n"),
        ("echo $((2 + 3 * 4)) $((7/2)) $((1<2))", "14 3 1\n"),
        ("i=4; echo $((i+1)) $(($i-1))", "5 3\n"),
        ("false; echo $?", "1\n"),
        ("echo '' \"\"", " \n"),
        ("echo /system/etc/sec*", "/system/etc/security\n"),
        ("echo /system/no*thing", "/system/no*thing\n"),
        ("echo '*' \\*", "* *\n"),
        ("echo $ a$", "$ a$\n"),
        ("sh -c 'echo $1 $#' zero one two", "one 2\n"),
    ],
)
def test_words_become_what_a_shell_makes_of_them(box, line, said):
    assert box.out(line) == said


def test_the_clock_s_variable_is_phone_time(box):
    seconds, _, micro = box.out("echo $EPOCHREALTIME").strip().partition(".")

    assert len(micro) == 6
    assert abs(int(seconds) - box.device.clock.now_ms() // 1000) < 60


@pytest.mark.parametrize("text", ["1+", "a.b", "__import__('os')", "1/0", "9**9", "1" * 300])
def test_what_is_no_sum_is_an_error(text):
    with pytest.raises(ShellSyntaxError):
        calculate(text, {})
