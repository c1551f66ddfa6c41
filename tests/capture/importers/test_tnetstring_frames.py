"""Frames of a flow file."""

from __future__ import annotations

import io

from mitmproxy.io import tnetstring

from harness.capture.importers.tnetstring_frames import frames

ONE = tnetstring.dumps({"version": 21, "type": "http", "comment": b"x" * 30})


def test_frames_come_one_after_another() -> None:
    assert [(frame.size, frame.state is None) for frame in frames(io.BytesIO(ONE * 2))] == [
        (len(ONE), False)
    ] * 2


def test_what_lies_between_frames_is_a_frame_that_does_not_read() -> None:
    found = list(frames(io.BytesIO(ONE + b"junk" + ONE + b"5:ab")))

    assert [(frame.size, frame.state is None) for frame in found] == [
        (len(ONE), False),
        (4, True),
        (len(ONE), False),
        (4, True),
    ]
    assert found[1].raw == b"junk"
    assert found[3].cut
