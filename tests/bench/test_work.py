"""A command's temporary folder goes with it; after a kill -9 with the next command, and nothing else goes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from harness.bench.work import OWNER, Process, Work, sweep

OWNING = """
import sys, time
from harness.bench.work import Work
work = Work("run")
server = work.adb_server(usb=False)
(work.path / "key.pem").write_text("private")
print(work.path, server.pid, server.port, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch) -> Path:
    """A folder for temporary folders of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def sleeper():
    """A process that sleeps, and is ended with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def owning():
    """A process with a work folder and an adb server in it: the process, folder, server's pid and port."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder, pid, port = process.stdout.readline().split()
    yield process, Path(folder), int(pid), int(port)
    process.kill()
    process.communicate()
    Process.of(int(pid)).end()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_folder_is_private_and_goes_with_its_command() -> None:
    with Work("devices") as work:
        assert work.path.stat().st_mode & 0o777 == 0o700
        assert sweep() == ()
    assert not work.path.exists()


def test_where_something_went_wrong_the_logs_stay_and_no_key_does() -> None:
    work = Work("run")
    (work.path / "desk.ca").mkdir()
    (work.path / "desk.ca" / "mitmproxy-ca.pem").write_text("private")
    (work.path / "desk.job.json").write_text("{}")
    (work.path / "desk.pytest.log").write_text("last words")
    work.remove(but_logs=True)

    assert [path.name for path in work.path.iterdir()] == ["desk.pytest.log"]
    assert sweep() == ()


def test_after_a_kill_the_next_command_ends_the_server_and_removes_the_keys(owning) -> None:
    process, folder, _, port = owning
    assert sweep() == ()
    assert listens(port)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert listens(port), "an adb server outlives its parent: that is what is swept"

    with Work("devices"):
        assert not folder.exists()
    assert not listens(port)


def test_a_folder_that_a_child_still_uses_stays(owning, sleeper) -> None:
    process, folder, _, port = owning
    child = sleeper()
    noted = json.loads((folder / OWNER).read_text())
    noted["owners"].append({"pid": child.pid, "started": Process.of(child.pid).started})
    (folder / OWNER).write_text(json.dumps(noted))
    process.kill()
    process.wait()

    assert sweep() == ()
    assert listens(port)
    child.kill()
    child.wait()
    assert sweep() == (folder,)
    assert not listens(port)


def test_a_process_that_got_the_number_of_a_server_is_not_ended(owning, sleeper) -> None:
    process, folder, _, _ = owning
    stranger = sleeper()
    noted = json.loads((folder / OWNER).read_text())
    noted["adb_servers"].append({"pid": stranger.pid, "started": "1"})
    (folder / OWNER).write_text(json.dumps(noted))
    process.kill()
    process.wait()

    assert sweep() == (folder,)
    time.sleep(0.1)
    assert stranger.poll() is None


def test_a_process_that_got_the_number_of_an_owner_does_not_keep_its_folder(sleeper) -> None:
    work = Work("run")
    noted = json.loads((work.path / OWNER).read_text())
    noted["owners"] = [{"pid": sleeper().pid, "started": "1"}]
    (work.path / OWNER).write_text(json.dumps(noted))

    assert sweep() == (work.path,)


@pytest.mark.parametrize(
    "said", ["", "{", "[]", "{}", '{"host": "elsewhere", "owners": [], "adb_servers": []}']
)
def test_what_says_nothing_of_an_owner_here_is_left_alone(said: str, temporary: Path) -> None:
    folder = temporary / "claims-run-strange"
    folder.mkdir()
    (folder / OWNER).write_text(said)

    assert sweep() == ()
    assert folder.exists()


def test_a_child_that_owns_the_folder_is_noted(sleeper) -> None:
    child = sleeper()
    with Work("run") as work:
        work.own(child.pid)
        noted = json.loads((work.path / OWNER).read_text())

    assert [item["pid"] for item in noted["owners"]] == [os.getpid(), child.pid]


def test_a_zombie_is_not_alive(sleeper) -> None:
    child = sleeper()
    noted = Process.of(child.pid)
    assert noted.alive()
    child.kill()
    while noted.alive():
        time.sleep(0.01)

    assert child.poll() is not None
