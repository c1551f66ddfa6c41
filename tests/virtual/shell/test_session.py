from __future__ import annotations


def test_without_a_command_the_lines_of_stdin_are_run_after_a_prompt(box):
    ran = box.sh("", b"x=5\necho $x\nexit 4\necho never\n")

    assert ran.out == "ginkgo:/ $ ginkgo:/ $ 5\nginkgo:/ $ "
    assert ran.code == 4


def test_a_syntax_error_is_told_and_nothing_runs(box):
    ran = box.sh("echo a; if")

    assert (ran.code, ran.out) == (1, "")
    assert "syntax error" in ran.err
