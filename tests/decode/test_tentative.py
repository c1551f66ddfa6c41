"""What guesses were worth: what was rejected is no leaf and no gap."""

from __future__ import annotations

import base64

from harness.decode import DEFAULT, Tree
from harness.decode.node import PLAIN, READ, REJECTED
from harness.model.message import GapReason
from tests.messages import sent


def flag_of(body: bytes, step: str) -> int:
    tree = Tree(sent(body), DEFAULT)
    return next(tree.flags[n] for n in range(len(tree.blobs)) if tree.steps[n] == step)


def test_a_word_read_as_base64_is_rejected_and_the_word_a_leaf() -> None:
    assert flag_of(b'["page_load_event_finish"]', "base64") == REJECTED
    assert flag_of(b'["page_load_event_finish"]', "json:[0]") == PLAIN


def test_a_text_in_base64_is_a_leaf_and_the_letters_are_read() -> None:
    body = b'["' + base64.b64encode(b"a text that is long") + b'"]'

    assert flag_of(body, "base64") == PLAIN
    assert flag_of(body, "json:[0]") == READ


def test_long_unreadable_base64_is_a_gap() -> None:
    noise = bytes((n * 167 + 13) % 256 for n in range(160))

    assert [g.reason for g in Tree(sent(b'["' + base64.b64encode(noise) + b'"]'), DEFAULT).gaps] == [
        GapReason.ENCRYPTED
    ]
