"""Skippable frames: their content and number, and what stood before one that is cut off."""

from __future__ import annotations

import pytest

from harness.decode.refusal import Refusal
from harness.decode.skippable import is_skippable, read

FRAME = b"\x53\x2a\x4d\x18\x03\x00\x00\x00abc"


def test_a_frame_gives_its_content_and_number() -> None:
    assert is_skippable(b"x" + FRAME, 1)
    assert not is_skippable(b"\x63" + FRAME[1:], 0)
    assert read(b"x" + FRAME, 1, "zstd", list) == (
        [("zstd:skippable", b"abc"), ("zstd:skippable#", b"3")],
        12,
    )


def test_a_frame_that_is_cut_off_is_refused_with_what_was_read() -> None:
    with pytest.raises(Refusal) as refused:
        read(FRAME[:-1], 0, "lz4", lambda: [("lz4", b"before")])

    assert refused.value.parts[:2] == [("lz4", b"before"), ("lz4:skippable", b"ab")]
