"""Why bytes cannot be read, by who sends them there."""

from __future__ import annotations

import pytest

from harness.decode import opaque
from harness.model.message import Direction, GapReason, Message, Transport
from tests.messages import sent

NOISE = bytes((n * 167 + 13) % 256 for n in range(160))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (sent(NOISE), GapReason.ENCRYPTED),
        (sent(bytes(40)), GapReason.UNKNOWN_FORMAT),
        (sent(NOISE, transport=Transport.TCP, host="app.chat.global.xiaomi.net"), GapReason.TCP_OPAQUE),
        (sent(b"\xc0" + NOISE, transport=Transport.UDP), GapReason.QUIC),
        (sent(NOISE, transport=Transport.UDP, port=123), GapReason.UDP_OPAQUE),
        (sent(b"\x89PNG\r\n\x1a\n"), GapReason.MEDIA),
        (sent(NOISE, target=b"/track/v4"), GapReason.ENCRYPTED),
    ],
)
def test_the_reason_is_named(message: Message, reason: GapReason) -> None:
    named = opaque.name(message, message.body, is_body=True)

    assert named is not None
    assert named[0] is reason


def test_media_that_came_in_are_no_loss() -> None:
    assert opaque.name(sent(b"\xff\xd8\xff", direction=Direction.IN), b"\xff\xd8\xff", is_body=True) is None


def test_the_vendor_is_named_where_the_place_tells() -> None:
    assert "onetrack" in (opaque.name(sent(NOISE, target=b"/track/v4"), NOISE, is_body=True) or ("", ""))[1]
    assert (
        "Mi Push"
        in (
            opaque.name(
                sent(NOISE, transport=Transport.TCP, host="app.chat.global.xiaomi.net"), NOISE, is_body=True
            )
            or ("", "")
        )[1]
    )
