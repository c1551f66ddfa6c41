from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.capture.control import Control, say
from harness.model.errors import SetupError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def control():
    return Control({"add": lambda command: {"sum": command["a"] + 1}}, lambda call, line: call(line))


def test_a_command_is_answered_with_its_name(control):
    assert control.answer(b'{"do": "add", "a": 2}') == {"done": "add", "sum": 3}


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"3", b'{"does": "add"}', b"\xff", b'{"do": "what"}', b'{"do": []}']
)
def test_what_is_not_understood_is_refused(control, line):
    with pytest.raises(SetupError):
        control.answer(line)


def test_commands_come_whole_and_the_end_is_a_stop():
    code = (
        "from harness.capture.control import Control\n"
        "import queue\n"
        "lines = queue.Queue()\n"
        "control = Control({'stop': lambda c: {}, 'echo': lambda c: {'x': c['x']}},\n"
        "                  lambda call, line: lines.put((call, line)))\n"
        "control.start()\n"
        "while True:\n"
        "    call, line = lines.get()\n"
        "    call(line)\n"
        "    if b'stop' in line: break\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    for piece in (b'{"do": "echo", ', b'"x": 1}\n{"do": "echo", "x": 2}\nnonsense\n'):
        process.stdin.write(piece)
        process.stdin.flush()
    out, _ = process.communicate(timeout=20)
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers[:2] == [{"done": "echo", "x": 1}, {"done": "echo", "x": 2}]
    assert "wanted" in answers[2]["error"]
    assert answers[3] == {"done": "stop"}


def test_a_bench_that_is_gone_is_no_error(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr("harness.capture.control.STDOUT", writing)
    say({"done": "stop"})
    os.close(writing)
