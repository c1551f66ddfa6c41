"""Names of DNS: labels of any bytes, pointers followed, circles cut."""

from __future__ import annotations

from harness.decode.dns_name import Name, name_at, name_parts

TEST = b"\x04test\x00"


def test_a_name_ends_where_its_bytes_end_and_goes_on_where_it_points() -> None:
    assert name_at(TEST + b"\x02\xff.\xc0\x00x", 6) == Name((b"\xff.", b"test"), 6, 11)


def test_circles_cuts_and_other_label_types_are_none() -> None:
    for data in (b"\xc0\x00", b"\xc0", b"\x05test", b"\x80test", b""):
        assert name_at(data, 0) is None


def test_long_labels_are_parts_of_their_own() -> None:
    long = b"a" * 16

    assert name_parts("x", Name((long, b"b"), 0, 1)) == [("x", long + b".b"), ("x.label[0]", long)]
    assert name_parts("x", Name((long,), 0, 1)) == [("x", long)]
