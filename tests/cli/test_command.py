from __future__ import annotations

from typing import Annotated

import pytest
import typer
import typer.exceptions

from harness.cli.command import Command, Interrupted

FOUND: list[tuple[str, list[str], bool, str]] = []


def called(
    file: Annotated[str, typer.Argument()],
    *,
    one: Annotated[str, typer.Option("--one", "-o")] = "",
    many: Annotated[list[str] | None, typer.Option("--many")] = None,
    flag: Annotated[bool, typer.Option("--flag")] = False,
) -> None:
    FOUND.append((one, many or [], flag, file))


@pytest.fixture
def command():
    FOUND.clear()
    app = typer.Typer()
    app.command(cls=Command)(called)
    made = typer.main.get_command(app)
    return lambda *words: made.main(list(words), standalone_mode=False)


@pytest.mark.parametrize("words", [("--one", "a", "--one", "b"), ("-o", "a", "--one=a"), ("--one=a", "-ob")])
def test_an_option_of_one_value_is_not_given_twice(command, words: tuple[str, ...]) -> None:
    with pytest.raises(typer.exceptions.TyperException, match=r"'--?o(ne)?' is given 2 times, wanted once"):
        command(*words, "file")
    assert FOUND == []


@pytest.mark.parametrize("words", [("--one", "", "file"), ("--many", "a", "--many=", "file"), ("",)])
def test_an_empty_value_is_none(command, words: tuple[str, ...]) -> None:
    with pytest.raises(typer.exceptions.TyperException, match="is given without a value, wanted one"):
        command(*words)
    assert FOUND == []


def test_ctrl_c_keeps_what_it_says() -> None:
    app = typer.Typer()

    @app.command(cls=Command)
    def interrupted() -> None:
        raise KeyboardInterrupt("a phone is left")

    with pytest.raises(Interrupted, match="a phone is left"):
        typer.main.get_command(app).main([], standalone_mode=False)


def test_what_may_be_repeated_is(command) -> None:
    command("--many", "a", "--many", "b", "--flag", "--flag", "-o", "c", "file")

    assert FOUND == [("c", ["a", "b"], True, "file")]
