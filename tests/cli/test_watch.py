"""Where the handsets stand, on a terminal of any width."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from harness.cli.watch import states, watch

STEP = "When pages are visited and terms are searched in incognito mode"
PARTS = ("3/16 arms, 90 exchanges, about 2 min left", "Mi Browser, incognito", "[b]:smile:", STEP)


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_the_step_is_whole_on_a_terminal_of_any_width(width: int) -> None:
    console = Console(width=width, force_terminal=True, color_system=None, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(states([("may", PARTS), ("gone", ("done",))]))
    lines = capture.get().splitlines()

    assert all(len(line) <= width for line in lines)
    assert STEP in " ".join(" ".join(lines).split())
    assert lines[0].split()[0] == "may"
    assert "[b]:smile:" in "".join(lines)
    assert lines[-1].split() == ["gone", "done"]


def test_a_pipe_gets_a_line_when_something_else_begins() -> None:
    progress = SimpleNamespace(arm="a", waiting="", ended=False, line=lambda _: "1/2 arms\x1b[31m")
    handset = SimpleNamespace(job=SimpleNamespace(stand=SimpleNamespace(name="desk")), progress=progress)

    def twice(show) -> None:
        show()
        show()
        progress.arm = "b"
        show()

    file = io.StringIO()
    watch(Console(file=file), SimpleNamespace(handsets=[handset], watch=twice))

    assert file.getvalue().splitlines() == ["desk: 1/2 arms\\x1b[31m"] * 2
