"""CBOR: reads what cbor2 writes, and acts on no tag."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, cbor_body

VALUES = st.recursive(
    st.text(max_size=8)
    | st.integers()
    | st.floats(allow_nan=False)
    | st.binary(max_size=8)
    | st.booleans()
    | st.none(),
    lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(max_size=5), v, max_size=4),
    max_leaves=12,
)


def texts_in(value: object) -> list[bytes]:
    if isinstance(value, str):
        return [value.encode()]
    if isinstance(value, bytes):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for one in value for t in texts_in(one)] if isinstance(value, list) else []


@given(value=VALUES)
def test_every_text_that_cbor2_writes_is_read(value: object) -> None:
    data = cbor2.dumps(["a text for sure", value])

    found = [part for _, part in cbor_body.unpack(data, DEFAULT)]

    assert all(text in found for text in texts_in(value))


@pytest.mark.parametrize("tagged", [cbor2.CBORTag(35, "(a+)+$"), cbor2.CBORTag(4, [10**9, 1])])
def test_tags_are_passed_over(tagged: cbor2.CBORTag) -> None:
    found = cbor_body.unpack(cbor2.dumps(["a text for sure", tagged]), DEFAULT)

    assert ("cbor:[0]", b"a text for sure") in found
    assert ("cbor:[1]#", b"%d" % tagged.tag) in found


@pytest.mark.parametrize("data", [b"\x9f\x01\x02", b"\x83\x01\x02", b"\xbf\x01\xff\xff", b"\x82\x1c\x01\x02"])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"CBOR|text"):
        cbor_body.unpack(data, DEFAULT)
