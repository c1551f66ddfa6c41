"""Records of DNS: numbers, names and data of the types that name something, bytes of the others."""

from __future__ import annotations

import pytest

from harness.decode.accounted import Accounted, Coverage
from harness.decode.dns_record import read
from harness.decode.refusal import Part

TEST = b"\x04test\x00"


def record(kind: int, datum: bytes) -> bytes:
    return (
        TEST + kind.to_bytes(2, "big") + b"\x00\x01\x00\x00\x00\x07" + len(datum).to_bytes(2, "big") + datum
    )


@pytest.mark.parametrize(
    ("kind", "datum", "expected"),
    [
        (1, b"\x7f\x00\x00\x01", [("r.data", b"127.0.0.1")]),
        (1, b"\x7f", [("r.data", b"\x7f")]),
        (28, bytes(15) + b"\x01", [("r.data", b"::1")]),
        (16, b"\x02ab\x01c", [("r.text", b"abc")]),
        (5, TEST + b"more", [("r.target", b"test"), ("r.data", b"more")]),
        (15, b"\x00\x0a" + TEST, [("r.numbers", b"10"), ("r.target", b"test")]),
        (
            41,
            b"\x00\x08\x00\x05\x00\x01\x08\x00\x0a",
            [
                ("r.option[0].{8}", b"8"),
                ("r.option[0]", b"\x00\x01\x08\x00\x0a"),
                ("r.option[0].subnet", b"10.0.0.0"),
            ],
        ),
        (999, b"bytes", [("r.data", b"bytes")]),
        (999, b"", []),
    ],
)
def test_a_record_falls_into_parts(kind: int, datum: bytes, expected: list[Part]) -> None:
    data = record(kind, datum)
    books = Coverage(len(data))

    found, end = read(data, 0, "r", books)

    head = [("r", b"test"), ("r.type", b"%d" % kind), ("r.class", b"1"), ("r.ttl", b"7")]
    assert found == head + expected
    assert end == len(data)
    assert books.account() == Accounted(len(data), len(data) - 2, 2)


def test_a_record_that_is_cut_off_is_refused() -> None:
    data = record(1, b"abcd")
    for size in range(len(data)):
        with pytest.raises(ValueError, match="record"):
            read(data[:size], 0, "r", Coverage(size))
