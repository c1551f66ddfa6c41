"""Mi Push is known by the hosts of its long connection."""

from __future__ import annotations

import pytest

from harness.decode.vendors import mipush
from harness.model.message import Transport
from tests.messages import sent


@pytest.mark.parametrize(
    ("host", "transport", "known"),
    [
        ("app.chat.global.xiaomi.net", Transport.TCP, True),
        ("fr.app.chat.global.xiaomi.com", Transport.TCP, True),
        ("app.chat.global.xiaomi.net", Transport.HTTP, False),
        ("app.chat.example.net", Transport.TCP, False),
        ("api.xiaomi.net", Transport.TCP, False),
    ],
)
def test_only_its_own_connection_is_named(host: str, transport: Transport, *, known: bool) -> None:
    named = mipush.ciphertext(sent(b"x", host=host, transport=transport), b"x")

    assert (named == mipush.CITATION) is known
