"""Of a deferred JSON text only the leaves become nodes in which something may hide."""

from __future__ import annotations

from harness.decode import Tree
from harness.decode.node import PLAIN, READ, REJECTED, WHOLE
from tests.messages import sent

BODY = b'{"a":"hello","b":[1,2,"x=y%41"],"c":"9774d56d682e549c","d":"a\\/b"}'


def test_the_other_leaves_are_left_out() -> None:
    lazy, full = Tree(sent(BODY), lazy=True), Tree(sent(BODY))
    (node,) = lazy.deferred

    assert lazy.flags[node] == READ
    assert len(full.blobs) > len(lazy.blobs)
    assert {(lazy.blobs[n], lazy.flags[n]) for n in lazy.placeholders} >= {
        (BODY.replace(b"\\/", b"/"), WHOLE),
        (bytes.fromhex("9774d56d682e549c"), REJECTED),
        (b"x=y%41", READ),
    }
    assert b"hello" not in lazy.blobs
    assert PLAIN in lazy.flags


def test_a_text_with_escapes_is_read_in_full() -> None:
    tree = Tree(sent(b'{"a":"\\u0041bc"}'), lazy=True)

    assert tree.deferred == []
    assert b"Abc" in tree.blobs
