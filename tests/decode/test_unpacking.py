"""Each node is shown to the formats, the certain ones first."""

from __future__ import annotations

import gzip

import brotli

from harness.decode import DEFAULT, Tree
from harness.model.message import Message
from tests.messages import sent


def paths(message: Message) -> list[tuple[str, ...]]:
    tree = Tree(message, DEFAULT)
    return [tree.path(n) for n in range(len(tree.blobs))]


def test_content_decides_where_a_label_is_wrong() -> None:
    message = sent(
        gzip.compress(b'{"a":"hello"}'),
        headers=((b"Content-Type", b"text/plain"), (b"Content-Encoding", b"br")),
    )

    assert ("body", "gzip", "json:a") in paths(message)


def test_a_label_decides_where_content_does_not() -> None:
    message = sent(brotli.compress(b"a text"), headers=((b"Content-Encoding", b"br"),))

    assert ("body", "brotli") in paths(message)


def test_a_labelled_form_may_hold_what_no_form_should() -> None:
    message = sent(
        b'a={"b": "c d"}', headers=((b"Content-Type", b"application/x-www-form-urlencoded; charset=utf-8"),)
    )

    assert ("body", "form:a", "json:b") in paths(message)
