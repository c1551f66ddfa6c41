"""What people read: wrapped for them on a terminal, whole lines in a file, and never as markup."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from harness.cli.terminal import cut, many, say, terminal

TEXT = "holds  " + "a sentence of many words 当当当 " * 9


def said(width: int, *, on_terminal: bool, text: str = TEXT, indent: int = 7) -> list[str]:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=on_terminal, color_system=None)
    say(console, text, indent)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("width", [30, 80, 100, 140])
def test_a_paragraph_hangs_within_the_terminal(width: int) -> None:
    lines = said(width, on_terminal=True)

    assert len(lines) > 1
    assert all(line.startswith(" " * 7) and not line.startswith(" " * 8) for line in lines[1:])
    assert all(len(line) + line.count("当") <= width for line in lines)
    assert " ".join(line.strip() for line in lines) == TEXT.strip()


def test_a_pipe_gets_one_line() -> None:
    assert said(80, on_terminal=False) == [TEXT]


def test_what_fits_is_one_line() -> None:
    assert said(80, on_terminal=True, text="short") == ["short"]


def test_nothing_that_is_printed_is_markup_or_emoji(capsys: pytest.CaptureFixture[str]) -> None:
    terminal().print("[red]x[/red] :smile: a:bug:b")
    terminal(stderr=True).print("[b] :warning:")

    assert capsys.readouterr() == ("[red]x[/red] :smile: a:bug:b\n", "[b] :warning:\n")


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [
        ("fits", 4, "fits"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("oneverylongword", 6, "oneve…"),
    ],
)
def test_long_text_is_cut_between_words(text: str, most: int, wanted: str) -> None:
    assert cut(text, most) == wanted
    assert len(wanted) <= most


def test_counts_agree_with_their_nouns() -> None:
    assert (many(0, "gap"), many(1, "gap"), many(2, "gap")) == ("0 gaps", "1 gap", "2 gaps")
    assert many(2, "entry", "entries") == "2 entries"
