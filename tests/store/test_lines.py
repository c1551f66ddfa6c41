from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.errors import EvidenceError
from harness.model.lines import Fault, Noted, Waiting
from harness.store.adapters import TIMELINE
from harness.store.lines import LineWriter, microseconds, read_lines, stamp
from harness.store.sequence import Sequence

T = "2026-11-22T16:00:00.000001Z"
GOOD = f'{{"seq":1,"t":"{T}","what":"note","place":"p","text":"x"}}'


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
    writers = [LineWriter(tmp_path / "deep" / name, TIMELINE, counter) for name in "ab"]
    notes = [Noted(place=str(at), text="\u2028 line\nbreak") for at in range(5)]
    assert [writers[at % 2].write(note) for at, note in enumerate(notes)] == [1, 2, 3, 4, 5]
    for writer in writers:
        writer.close()
    read = list(read_lines(tmp_path / "deep" / "a", TIMELINE))
    assert [(line.sequence, line.place, line.text) for line in read] == [
        (at + 1, str(at), "\u2028 line\nbreak") for at in (0, 2, 4)
    ]
    assert 0 < read[0].time_us <= read[1].time_us <= read[2].time_us


def test_the_number_and_time_of_a_line_are_given_by_the_file(tmp_path):
    writer = LineWriter(tmp_path, TIMELINE, Sequence(tmp_path / "n"))
    writer.write(Fault(sequence=77, time_us=77, fault="a", detail=""))
    writer.close()
    text = (tmp_path / "timeline.jsonl").read_text()
    assert text.startswith('{"seq":1,"t":"20')
    assert list(json.loads(text)) == ["seq", "t", "what", "fault", "detail"]


def test_a_line_that_cannot_be_written_takes_no_number(tmp_path):
    writer = LineWriter(tmp_path, TIMELINE, Sequence(tmp_path / "n"))
    with pytest.raises(ValueError):
        writer.write(Waiting(session="s", seconds="long"))  # type: ignore[arg-type]
    assert writer.write(Noted(place="", text="")) == 1
    writer.close()
    assert len(list(read_lines(tmp_path, TIMELINE))) == 1


def test_a_line_that_was_being_written_is_told_and_not_read(tmp_path):
    (tmp_path / "timeline.jsonl").write_bytes(GOOD.encode() + b'\n{"seq":2')
    cut: list[bytes] = []
    assert [line.sequence for line in read_lines(tmp_path, TIMELINE, cut_off=cut)] == [1]
    assert cut == [b'{"seq":2']
    with pytest.raises(EvidenceError, match=":2: the last line is cut off"):
        list(read_lines(tmp_path, TIMELINE))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[1]",
        '"text"',
        "\udcff",
        "{}",
        GOOD.replace('"note"', '"notes"'),
        GOOD.replace('"x"', "5"),
        GOOD.replace('"x"', '"x","more":1'),
        GOOD.replace('"x"', '"x","seq":2'),
        GOOD.replace('"x"', '"x","t":2'),
        GOOD.replace('"x"', '"x","sequence":1'),
        GOOD.replace('"x"', '"\udcff"'),
        GOOD.replace('"x"', '"\\udcff"'),
        GOOD.replace('"seq":1', '"seq":01'),
        GOOD.replace('"seq":1', '"seq":"1"'),
        GOOD.replace(T, "2026-11-32T16:00:00.000001Z"),
        GOOD.replace(T, "2026-11-22T16:00:00.000001"),
        GOOD.replace(f'"t":"{T}",', ""),
        GOOD + GOOD,
    ],
)
def test_a_line_that_is_none_of_the_file_is_an_error_with_its_place(tmp_path, line):
    content = GOOD.encode() + b"\n" + line.encode("utf-8", "surrogateescape") + b"\n"
    (tmp_path / "timeline.jsonl").write_bytes(content)
    with pytest.raises(EvidenceError, match=r"timeline\.jsonl:2: ") as caught:
        list(read_lines(tmp_path, TIMELINE))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_no_empty_one(tmp_path):
    with pytest.raises(EvidenceError, match="found none"):
        list(read_lines(tmp_path, TIMELINE))
