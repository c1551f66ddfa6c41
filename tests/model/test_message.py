from __future__ import annotations

import pytest

from harness.model.message import Direction, ExchangeId, Gap, GapReason, Message, Transport


def test_a_message_shows_its_address_whatever_bytes_are_in_it() -> None:
    message = Message(
        exchange=ExchangeId("e1"),
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=1,
        time_us=1,
        host="h.test",
        port=443,
        target=b"/a\xff?b",
    )

    assert message.url == "https://h.test:443/a\N{REPLACEMENT CHARACTER}?b"


def test_a_gap_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends"):
        Gap(GapReason.QUIC, 2, 1, "backwards")

    assert Gap(GapReason.QUIC, 1, 1, "a moment").size is None
