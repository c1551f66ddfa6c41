from __future__ import annotations

import json

from harness.capture.recording import Recording, clean
from harness.store.lines import read_lines


def test_names_are_unique_over_the_recorders_of_a_run(tmp_path):
    names = []
    for _ in range(2):
        recording = Recording(tmp_path / "data", tmp_path / "sequence")
        recording.start(pid=1)
        names += [recording.new_connection(), recording.new_exchange(), recording.new_exchange()]
        recording.close()
    assert len(set(names)) == 6


def test_lone_surrogates_and_other_odd_text_are_written(tmp_path):
    recording = Recording(tmp_path / "data", tmp_path / "sequence")
    recording.event("failed", error="\udcff ü", pairs=[("\ud800", 1)], more={"\udc80": None})
    recording.close()
    (line,) = read_lines(tmp_path / "data" / "exchanges.jsonl")
    assert line["error"] == "\\udcff ü"
    assert line["pairs"] == [["\\ud800", 1]]
    assert line["more"] == {"\\udc80": None}


def test_clean_text_is_what_it_was():
    value = {"a": ["x", 1, None, True, {"ü": "é"}]}
    assert clean(value) == value
    json.dumps(clean("\udcff"), ensure_ascii=False).encode()


def test_exchanges_are_counted_by_what_was_sent(tmp_path):
    recording = Recording(tmp_path / "data", tmp_path / "sequence")
    for event in ("sent", "answered", "sent"):
        recording.event(event)
    assert recording.sent == 2
