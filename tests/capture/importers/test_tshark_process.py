"""The capture goes in, lines come out, and what a process does wrong is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from harness.capture.importers import tshark_process
from harness.capture.importers.tshark_process import Process
from harness.capture.importers.tshark_program import Program
from tests.capture import captures

CAPTURE = captures.pcap([b"a" * 40, b"b" * 50], 101)


def process(folder: Path, script: str, data: bytes = CAPTURE) -> Process:
    path = folder / "tshark"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return Process(Program(str(path), "fake", (), (), ()), io.BytesIO(data), None)


def test_the_capture_goes_in_whole_and_is_counted(tmp_path: Path) -> None:
    one = process(tmp_path, "wc -c")

    lines = list(one.lines())
    complaint = one.end()

    assert [int(line) for line in lines if line] == [len(CAPTURE)]
    assert (complaint, one.feed.packets, one.feed.size) == ("", 2, 90)
    assert (one.feed.account.entered, one.feed.account.lost) == (len(CAPTURE), 90)
    one.close()


def test_a_failure_is_told(tmp_path: Path) -> None:
    one = process(tmp_path, "cat >/dev/null; echo Running as user root >&2; echo why >&2; exit 2")

    assert list(one.lines()) == []
    assert one.end() == "why"
    one.close()


def test_one_that_does_not_listen_leaves_nothing_uncounted(tmp_path: Path) -> None:
    one = process(tmp_path, "exit 1", captures.pcap([b"a" * 100_000] * 30, 101))

    assert list(one.lines()) == []
    assert one.end() == "exit 1"
    assert one.feed.packets == 30
    one.close()


def test_a_line_beyond_all_measure_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tshark_process, "MOST_LINE", 10)
    one = process(tmp_path, "cat >/dev/null; echo short; echo much longer than ten bytes; echo last")

    assert list(one.lines()) == [b"short\n", None, b"last\n"]
    one.end()
    one.close()


def test_it_can_be_ended_early(tmp_path: Path) -> None:
    one = process(tmp_path, "exec sleep 100")

    one.close()

    one.feed.join(10)
    assert not one.feed.is_alive()
