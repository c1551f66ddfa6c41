from __future__ import annotations

import json

import pytest

from harness.model.errors import EvidenceError
from harness.store.completeness import missing_lines


def write(folder, **files):
    for name, numbers in {"exchanges": (), **files}.items():
        lines = "".join(json.dumps({"seq": n, "t": ""}, separators=(",", ":")) + "\n" for n in numbers)
        (folder / f"{name}.jsonl").write_text(lines)
    return folder


def test_numbers_without_a_hole_over_all_files_miss_nothing(tmp_path):
    assert (
        missing_lines(write(tmp_path, exchanges=(1, 4, 5000), a=range(5, 5000), b=(2, 3)), ("a", "b")) == ()
    )


def test_a_lost_line_is_named_whichever_file_it_was_in(tmp_path):
    found = missing_lines(write(tmp_path, exchanges=(1, 4), a=(2, 7)), ("a",))
    assert found == ("3 of 7 lines are not there: 3, 5, 6",)


def test_a_number_that_two_lines_have_is_told(tmp_path):
    assert missing_lines(write(tmp_path, a=(1, 2, 2), exchanges=(1,)), ("a",)) == (
        "2 lines carry a number that another line has",
    )


def test_a_line_that_was_cut_off_is_told(tmp_path):
    write(tmp_path, a=(1, 2))
    (tmp_path / "a.jsonl").write_bytes((tmp_path / "a.jsonl").read_bytes() + b'{"seq":3,"t"')
    assert missing_lines(tmp_path, ("a",)) == ("a.jsonl:3: the last line is cut off",)


@pytest.mark.parametrize(
    "line", ['{"t":"","seq":1}', "[]", '{"seq":-1,"t":""}', '{"seq":99999999999,"t":""}', "x"]
)
def test_a_line_without_a_number_in_front_does_not_read(tmp_path, line):
    write(tmp_path)
    (tmp_path / "exchanges.jsonl").write_text(line + "\n")
    with pytest.raises(EvidenceError, match=r"exchanges\.jsonl:1"):
        missing_lines(tmp_path, ())


def test_a_missing_file_is_no_empty_one(tmp_path):
    with pytest.raises(EvidenceError, match="found none"):
        missing_lines(write(tmp_path), ("gone",))
