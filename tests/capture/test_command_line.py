from __future__ import annotations

from pathlib import Path

import pytest

from harness.capture.command_line import arguments, complain

NEEDED = ["--run", "r", "--sequence", "s", "--confdir", "c"]


def test_the_defaults_are_a_free_port_on_loopback_and_no_rehearsal():
    options = arguments(NEEDED)
    assert (options.run, options.sequence, options.confdir) == (Path("r"), Path("s"), Path("c"))
    assert (options.listen, options.canary_domain) == ("127.0.0.1:0", "claims.test")
    assert (options.simulated, options.zone, options.upstream_ca) == (False, None, None)


@pytest.mark.parametrize("argv", [[], NEEDED[:4], [*NEEDED, "--nonsense"], [*NEEDED, "--run"]])
def test_a_mistake_is_one_line_and_exit_code_3(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        arguments(argv)
    assert ended.value.code == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_complaint_is_one_line_whatever_it_says(capsys):
    complain("two\nlines")
    assert capsys.readouterr().err == "recorder: two lines\n"
