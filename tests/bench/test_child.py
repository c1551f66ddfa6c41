"""Children that come up, that do not, and how they end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from harness.bench import child as module
from harness.bench.child import Child
from harness.model.errors import SetupError

READY = "import json, os, sys\nprint(json.dumps({'ready': True, 'args': sys.argv[1:]}), flush=True)\n"


class Nursery:
    """Starts children from their source; ends every one at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "logs" / "child.log"
        self.children: list[Child] = []

    def __call__(self, source: str, *arguments: str, **environment: str) -> Child:
        (self.folder / "small_child.py").write_text(source)
        child = Child("small_child", arguments, self.log, {"PYTHONPATH": str(self.folder), **environment})
        self.children.append(child)
        return child


@pytest.fixture
def start(tmp_path: Path):
    nursery = Nursery(tmp_path)
    yield nursery
    for child in nursery.children:
        child.stop()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_that_is_ready_says_what_it_was_given_and_ends_with_its_input(start, tmp_path: Path) -> None:
    source = READY + f"sys.stdin.read(); open({str(tmp_path / 'ended')!r}, 'w').write(os.environ['MORE'])\n"
    child = start(source, "--a", "b c", MORE="yes")

    assert child.ready == {"ready": True, "args": ["--a", "b c"]}
    assert child.alive()
    assert not gone(child.pid)
    child.stop()
    assert (tmp_path / "ended").read_text() == "yes"
    assert not child.alive()
    assert gone(child.pid)
    child.stop()


def test_a_child_that_dies_says_its_last_words(start) -> None:
    with pytest.raises(SetupError, match=r"small_child to come up, found: no port is free; see .*child\.log"):
        start("import sys; print('starting', file=sys.stderr); sys.exit('no port is free')")
    assert start.log.read_text() == "starting\nno port is free\n"


def test_a_child_that_dies_without_a_word(start) -> None:
    with pytest.raises(SetupError, match="found: nothing"):
        start("pass")


def test_a_module_that_is_not_there_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="No module named"):
        Child("no_such_module_here", [], tmp_path / "log")


@pytest.mark.parametrize("said", ["hello", "", "{"])
def test_a_first_line_that_is_no_json_is_no_readiness(start, said: str) -> None:
    with pytest.raises(SetupError, match="wanted small_child to come up"):
        start(f"import sys; print({said!r}, flush=True); sys.stdin.read()")


@pytest.mark.parametrize("said", ["[]", "1", "null"])
def test_json_that_is_no_object_is_no_readiness(start, said: str) -> None:
    with pytest.raises(SetupError, match="to say that it is ready"):
        start(f"import sys; print({said!r}, flush=True); sys.stdin.read()")


def test_a_child_that_never_says_ready_is_ended(start, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "READY_SECONDS", 0.3)
    pid = tmp_path / "pid"
    source = f"import os, sys; open({str(pid)!r}, 'w').write(str(os.getpid())); sys.stdin.read()"

    with pytest.raises(SetupError, match="found: nothing"):
        start(source)
    assert not pid.exists() or gone(int(pid.read_text()))


def test_a_child_that_does_not_end_by_itself_is_killed_and_nobody_else(start, monkeypatch) -> None:
    monkeypatch.setattr(module, "END_SECONDS", 0.3)
    deaf = start(
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        + READY
        + "while True: signal.pause()"
    )
    other = start(READY + "sys.stdin.read()")
    deaf.stop()

    assert gone(deaf.pid)
    assert other.alive()


def test_a_child_that_was_killed_is_seen_and_its_end_is_quiet(start) -> None:
    child = start(READY + "sys.stdin.read()")
    os.kill(child.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while child.alive() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not child.alive()
    child.stop()


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(start) -> None:
    child = start(READY + "sys.stdin.read()")

    assert os.getpgid(child.pid) != os.getpgid(0)
