"""What letters decode to where nothing is to be read on is what the tree finds, and no more is called so."""

from __future__ import annotations

import base64
import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.decode import BUILT_IN, DEFAULT, Tree
from harness.decode.kind import classify, suspects
from harness.decode.node import REJECTED
from harness.decode.rejected import RejectedDecodings
from harness.model.message import Direction, ExchangeId, Message, Transport

TEXTS = st.one_of(
    st.uuids().map(str),
    st.binary(min_size=8, max_size=40).map(bytes.hex),
    st.binary(min_size=12, max_size=45).map(lambda b: base64.b64encode(b).decode()),
    st.tuples(st.text("abcdef0123456789/", min_size=10, max_size=40), st.integers()).map(
        lambda t: f"https://x.test/{t[0]}?id={t[1]}"
    ),
    st.text(st.characters(exclude_characters='"\\', exclude_categories=("Cs",)), max_size=40),
)


def leaf_of(text: str) -> Tree:
    body = json.dumps([text], ensure_ascii=False).encode()
    return Tree(Message(ExchangeId(""), Direction.OUT, Transport.HTTP, 0, 0, "", 0, body), DEFAULT)


@given(text=TEXTS)
@settings(max_examples=600, deadline=None)
def test_what_is_told_at_a_glance_is_what_the_tree_finds(text: str) -> None:
    data = text.encode()
    classed = classify(data)
    if not suspects(classed):
        return
    found = RejectedDecodings(DEFAULT, BUILT_IN).of(data, signed=b"s" in classed)
    tree = leaf_of(text)

    if found is not None:
        rejected = sorted(tree.blobs[n] for n in range(len(tree.blobs)) if tree.flags[n] == REJECTED)
        assert sorted(found) == [blob for blob in rejected if blob]
        assert not tree.gaps
        assert all(tree.flags[n] == REJECTED for n in range(2, len(tree.blobs)))


@pytest.mark.parametrize(
    "text", ["%41%42", "a=1&b=2", "YSB0ZXh0IHRoYXQgaXMgbG9uZw==", "x &amp; y", "[1,2]", "b" * 600]
)
def test_a_text_in_which_something_may_hide_has_none(text: str) -> None:
    data = text.encode()

    assert RejectedDecodings(DEFAULT, BUILT_IN).of(data, signed=b"s" in classify(data)) is None


def test_identifiers_leave_their_bytes() -> None:
    one = uuid.UUID("eefc9fd3-1cfb-4717-b774-eaae02f212a3")

    assert RejectedDecodings(DEFAULT, BUILT_IN).of(str(one).encode(), signed=False) == (one.bytes,)
