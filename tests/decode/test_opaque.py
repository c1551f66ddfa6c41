"""Why bytes cannot be read, by who sends them there."""

from __future__ import annotations

import pytest

from harness.decode import BUILT_IN, opaque
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
    named = opaque.name(message, message.body, BUILT_IN, is_body=True)

    assert named is not None
    assert named[0] is reason


def test_media_that_came_in_are_no_loss() -> None:
    message = sent(b"\xff\xd8\xff", direction=Direction.IN)

    assert opaque.name(message, message.body, BUILT_IN, is_body=True) is None


@pytest.mark.parametrize(
    ("message", "vendor"),
    [
        (sent(NOISE, target=b"/track/v4"), "onetrack"),
        (sent(NOISE, transport=Transport.TCP, host="app.chat.global.xiaomi.net"), "Mi Push"),
    ],
)
def test_the_vendor_is_named_where_the_place_tells(message: Message, vendor: str) -> None:
    named = opaque.name(message, NOISE, BUILT_IN, is_body=True)

    assert named is not None
    assert vendor in named[1]
