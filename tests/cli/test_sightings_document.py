"""`claims/sightings/v1` names what it must."""

from __future__ import annotations

import json

import pytest

from harness.capture.importers import Recording
from harness.cli.sightings_document import write
from harness.cli.tally import Tally
from harness.decode import BUILT_IN
from harness.detect import Searcher
from harness.model.account import Account, Unread
from harness.model.message import Direction, GapReason


def test_a_gap_of_the_recording_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    gap = Unread(GapReason.SEGMENT_LOST, "lost", 5, "flow 7", host="h.test", port=1, direction=Direction.OUT)
    elsewhere = Unread(GapReason.DAMAGED, "odd", 5, "the file")

    write(Recording("x", "r", Account(), iter((gap, elsewhere))), Searcher([]), [], BUILT_IN, Tally())

    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "claims/sightings/v1"
    assert [(one["exchange"], one["url"], one["direction"], one["size"]) for one in answer["gaps"]] == [
        (7, "h.test:1", "out", 5),
        ("the file", "", None, 5),
    ]
    assert (answer["sightings"], answer["ended"], answer["error"]) == ([], "whole", None)
