from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.errors import EvidenceError
from harness.store.lines import LineWriter, microseconds, read_lines, stamp
from harness.store.sequence import Sequence


@given(st.integers(0, 4_000_000_000_000_000))
def test_a_moment_comes_back_to_the_microsecond(us):
    assert microseconds(stamp(us * 1000)) == us


def test_other_zones_are_the_same_moment():
    assert microseconds("2026-11-22T16:00:00.000001+01:00") == microseconds("2026-11-22T15:00:00.000001Z")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-22T16:00:00", None, 5])
def test_a_time_that_does_not_read_is_an_error(text):
    with pytest.raises(EvidenceError):
        microseconds(text)


def test_lines_come_back_in_order_with_their_numbers(tmp_path):
    counter = Sequence(tmp_path / "n")
    writers = [LineWriter(tmp_path / "deep" / f"{name}.jsonl", counter) for name in "ab"]
    numbers = [writers[at % 2].write({"text": "\u2028 line\nbreak", "at": at}) for at in range(5)]
    assert numbers == [1, 2, 3, 4, 5]
    for writer in writers:
        writer.close()
    read = list(read_lines(tmp_path / "deep" / "a.jsonl"))
    assert [(line["seq"], line["at"]) for line in read] == [(1, 0), (3, 2), (5, 4)]
    assert read[0]["text"] == "\u2028 line\nbreak"
    assert [microseconds(line["t"]) for line in read] == sorted(microseconds(line["t"]) for line in read)


def test_a_line_that_was_being_written_is_told_and_not_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"seq":1}\n{"seq":2')
    cut: list[bytes] = []
    assert [line["seq"] for line in read_lines(path, cut_off=cut)] == [1]
    assert cut == [b'{"seq":2']
    with pytest.raises(EvidenceError, match=":2: the last line is cut off"):
        list(read_lines(path))


@pytest.mark.parametrize("line", ["", "{", "[1]", '"text"', "\udcff"])
def test_a_line_that_is_no_object_is_an_error_with_its_place(tmp_path, line):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps({}).encode() + b"\n" + line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(EvidenceError, match=r"a\.jsonl:2"):
        list(read_lines(path))


def test_a_missing_file_is_no_empty_one(tmp_path):
    with pytest.raises(EvidenceError, match="found none"):
        list(read_lines(tmp_path / "gone.jsonl"))
