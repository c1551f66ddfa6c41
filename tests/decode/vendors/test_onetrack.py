"""OneTrack: log lines hold the payload, envelopes are events."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT
from harness.decode.vendors import onetrack


@pytest.mark.parametrize(
    ("line", "before"), [(b"D OneTrack: payload:[{}]", b"D OneTrack:"), (b"x track data:[{}]", b"x ")]
)
def test_the_payload_of_a_log_line_is_cut_out(line: bytes, before: bytes) -> None:
    assert onetrack.matches(line)
    assert onetrack.unpack(line, DEFAULT) == [("onetrack-log", b"[{}]"), ("onetrack-log:before", before)]


def test_a_line_without_a_payload_is_refused() -> None:
    with pytest.raises(ValueError, match="payload"):
        onetrack.unpack(b"D OneTrack: payload: none {", DEFAULT)


def test_only_an_envelope_is_an_event() -> None:
    assert onetrack.event((("H", (("event", "e"), ("e_ts", "7"))), ("B", ()))) == ("e", 7)
    assert onetrack.event((("H", "text"), ("B", ()))) is None
    assert onetrack.event("text") is None
