from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def process(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-m", "harness.virtual.cloud", "--state", str(tmp_path / "cloud")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield child
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()


def test_the_process_says_when_it_is_ready_obeys_and_ends_with_its_stdin(process):
    ready = json.loads(process.stdout.readline())
    process.stdin.write('{"do":"count"}\nnonsense\n')
    process.stdin.flush()

    assert ready["ready"] is True
    assert json.loads(Path(ready["zone"]).read_text())["peers"]["tls"][0] == "127.0.0.1"
    assert json.loads(process.stdout.readline()) == {"done": "count", "arrivals": 0}
    assert "error" in json.loads(process.stdout.readline())
    process.stdin.close()
    assert process.wait(10) == 0


def test_the_process_ends_on_sigterm(process):
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0


def test_a_cloud_that_cannot_start_says_why(tmp_path):
    (tmp_path / "file").write_text("")

    told = subprocess.run(
        [sys.executable, "-m", "harness.virtual.cloud", "--state", str(tmp_path / "file" / "x")],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )

    assert told.returncode == 3
    assert len(told.stderr.splitlines()) == 1
