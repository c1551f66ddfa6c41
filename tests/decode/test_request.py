"""A message falls into its parts."""

from __future__ import annotations

from harness.decode.request import parts
from harness.model.message import Direction, ExchangeId, Message, Transport


def test_every_part_has_its_first_step() -> None:
    message = Message(
        ExchangeId("1"),
        Direction.OUT,
        Transport.HTTP,
        1,
        0,
        "host.test",
        443,
        b"body",
        method="POST",
        target=b"/p?a=1&flag&b=%41#frag",
        headers=((b"X-Id", b"7"), (b"Cookie", b"c=d; e=f=g")),
    )

    assert parts(message) == [
        ("method", b"POST"),
        ("host", b"host.test"),
        ("url", b"/p?a=1&flag&b=%41#frag"),
        ("url.path", b"/p"),
        ("url.query:a", b"1"),
        ("url.query:{a}", b"a"),
        ("url.query", b"flag"),
        ("url.query:b", b"%41"),
        ("url.query:{b}", b"b"),
        ("url.fragment", b"frag"),
        ("header:{x-id}", b"X-Id"),
        ("header:x-id", b"7"),
        ("cookie", b"c=d; e=f=g"),
        ("cookie:{c}", b"c"),
        ("cookie:c", b"d"),
        ("cookie:{e}", b"e"),
        ("cookie:e", b"f=g"),
        ("body", b"body"),
    ]
