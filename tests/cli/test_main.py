"""Every call ends with the code that the README names, and an error is one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import harness.cli.list as list_module
from harness.cli.main import exit_code, main
from harness.cli.terminal import NOT_BACK
from harness.model.errors import EvidenceError, MeasurementLost, SetupError
from harness.ruling.pack import Pack

ROOT = Path(__file__).parents[2]
OF_RUN = "; see `claims run --help`"
COMMANDS = ("init", "run", "list", "devices", "restore", "judge", "verify", "decode", "show")


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The only line on standard error; nothing was printed beside it."""
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    return err.strip()


def test_without_arguments_there_is_help_and_no_verdict(capsys) -> None:
    assert exit_code([]) == 3
    out = capsys.readouterr().out
    assert all(re.search(rf"^\s+{name}\b", out, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_no_error(arguments: list[str], capsys) -> None:
    assert exit_code(arguments) == 0
    assert "Usage: claims" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--colour"], "--colour"),
        (["dance"], "dance"),
        (["run", "--colour"], "--colour"),
        (["run", "--grade", "perfect"], "perfect"),
        (["run", "--device"], "--device"),
        (["run", "surplus"], "surplus"),
        (["judge"], "RUN"),
        (["show", "run"], "exchange"),
        (["list", "--json=maybe"], "--json"),
    ],
)
def test_a_call_that_does_not_read_is_3_and_names_what_it_is(
    arguments: list[str], named: str, capsys
) -> None:
    assert exit_code(arguments) == 3
    said = one_line(capsys)

    assert said.startswith("claims: ")
    assert named.lower() in said.lower()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dance"], "claims: No such command 'dance'; see `claims --help`"),
        (["lst"], "claims: No such command 'lst'. Did you mean 'list'? See `claims --help`"),
        (["run", "--device"], "claims: Option '--device' requires an argument; see `claims run --help`"),
        (["judge"], "claims: Missing argument 'RUN'; see `claims judge --help`"),
        (
            ["run", "--grade", "x"],
            "claims: Invalid value for '--grade': 'x' is not one of 'screening', 'evidence'" + OF_RUN,
        ),
    ],
)
def test_a_refusal_reads_as_a_sentence_and_names_the_right_help(
    arguments: list[str], said: str, capsys
) -> None:
    assert exit_code(arguments) == 3
    assert one_line(capsys) == said


@pytest.mark.parametrize("name", COMMANDS)
def test_no_summary_of_a_command_is_cut(name: str, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    exit_code(["--help"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == [name]]

    assert not line.endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_described_in_types_of_the_program(name: str, capsys) -> None:
    exit_code([name, "--help"])

    assert not re.search(r"--\w+ <|\[str\]|Path", capsys.readouterr().out)


@pytest.mark.parametrize("kind", [SetupError, MeasurementLost, EvidenceError])
def test_a_foreseen_error_is_its_own_words(kind: type[Exception], capsys, monkeypatch) -> None:
    def fail(_name: object) -> Pack:
        raise kind("wanted this,\nfound \x1b[31mthat")

    monkeypatch.setattr(list_module, "find_pack", fail)

    assert exit_code(["list"]) == 3
    said = one_line(capsys)
    assert "wanted this," in said
    assert "\x1b" not in said


def test_an_unforeseen_error_is_one_line_and_a_log_with_its_traceback(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    def fail(_name: object) -> Pack:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr(list_module, "find_pack", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert exit_code(["list"]) == 3
    said = one_line(capsys)
    (log,) = tmp_path.glob("claims-*.log")
    assert "ZeroDivisionError" in said
    assert "nobody thought of it" in said
    assert str(log) in said
    assert "Traceback (most recent call last)" in log.read_text()
    assert "in fail" in log.read_text()


def test_ctrl_c_is_130(capsys, monkeypatch) -> None:
    def interrupt(_name: object) -> Pack:
        raise KeyboardInterrupt

    monkeypatch.setattr(list_module, "find_pack", interrupt)

    assert exit_code(["list"]) == 130
    assert one_line(capsys) == "claims: interrupted", "`claims list` changes no phone"


def test_ctrl_c_says_of_a_phone_what_the_command_knows(capsys, monkeypatch) -> None:
    def interrupt(_name: object) -> Pack:
        raise KeyboardInterrupt(NOT_BACK)

    monkeypatch.setattr(list_module, "find_pack", interrupt)

    assert exit_code(["list"]) == 130
    assert one_line(capsys) == f"claims: interrupted; {NOT_BACK}"


@pytest.mark.parametrize("arguments", [["-h"], *([name, "-h"] for name in COMMANDS)])
def test_help_is_short_too(arguments: list[str], capsys) -> None:
    assert exit_code(arguments) == 0
    assert "Usage: claims" in capsys.readouterr().out


def test_the_versions_are_said(capsys) -> None:
    assert exit_code(["--version"]) == 0
    assert re.fullmatch(r"claims \S.* \(Python 3\.\d+\.\d+\S*, mitmproxy \d\S+\)\n", capsys.readouterr().out)


def test_a_shell_gets_completions(tmp_path: Path) -> None:
    words = {"COMP_WORDS": "claims run --claims INC-02.s", "COMP_CWORD": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "harness.cli.entry"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "_CLAIMS_COMPLETE": "complete_bash", **words},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["INC-02.search"]


def test_main_ends_the_process_with_the_code(capsys) -> None:
    for arguments, code in ((["--help"], 0), (["dance"], 3)):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == code
    capsys.readouterr()


def test_the_module_is_the_command_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harness.cli.main", "run", "--grade", "perfect"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (3, b"")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"]])
def test_output_that_nobody_reads_is_no_verdict(arguments: list[str]) -> None:
    """Not 1, which would say that something is violated."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "harness.cli.main", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["list"], ["list", "INC-99"], ["dance"]])
def test_an_error_that_nobody_reads_is_no_verdict(arguments: list[str]) -> None:
    """As in `claims ... 2>&1 | head`."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "harness.cli.main", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=write, check=False)
    os.close(write)

    assert done.returncode == 3


@pytest.mark.parametrize(
    "page", ["README.md", "reports/README.md", "devices.yaml", "Makefile", "CHANGELOG.md"]
)
def test_no_page_promises_a_command_or_an_option_that_is_not_there(page: str, capsys) -> None:
    text = (ROOT / page).read_text("utf-8")
    promised = re.findall(r"`(?:\.venv/bin/)?claims ([a-z]+)([^`]*)`", text)

    for command, rest in promised:
        assert command in COMMANDS
        exit_code([command, "--help"])
        offered = capsys.readouterr().out
        assert all(option in offered for option in re.findall(r"--[a-z]+", rest))


@pytest.mark.parametrize("command", ["list", "verify", "init"])
def test_a_command_loads_no_library_that_it_does_not_need(command: str) -> None:
    look = (
        "import sys; from harness.cli.main import application; "
        f"application([{command!r}]); heavy = {{'adbutils', 'mitmproxy', 'uiautomator2'}}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
