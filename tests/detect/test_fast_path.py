"""The fast path gives up wherever the tree could see more."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from harness.decode import BUILT_IN, DEFAULT, Budget
from harness.detect.fast_path import FastPath
from tests.messages import sent

TEXT = json.dumps(
    [{"a": "page_load_event_finish", "b": "9774d56d682e549c", "c": "https://x.test/?id=7"}]
).encode()
DATA = base64.b64encode(gzip.compress(TEXT, mtime=0))


def test_the_usual_upload_is_reduced_to_its_json() -> None:
    message = sent(
        b"gzip=1&data_list=" + DATA.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")
    )

    reduced = FastPath(DEFAULT, BUILT_IN).unwrap(message)

    assert reduced is not None
    assert reduced.prefix == ["body", "form:data_list", "base64", "gzip"]
    assert reduced.data == reduced.cut.plain == TEXT
    assert message.target in reduced.around


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * 70_000,
        b"a=" + DATA + b"&b=" + DATA,
        b"crc=1&gzip=1&data_list=" + DATA,
        gzip.compress(TEXT, mtime=0) + b"tail",
        gzip.compress(b"plain text", mtime=0),
        b'{"a":"%41"}',
        b'{"a":"' + DATA + b'"}',
        b'{"a":"\\u0041"}',
        b'{"a":',
        b"<a/>",
        b'{"a":"' + base64.b64encode(b"a text that is long") + b'"}',
    ],
    ids=str.split(
        "nothing long two-fields wrong-crc gzip-tail gzip-text percent base64 escape cut xml text-in-base64"
    ),
)
def test_anything_else_is_left_to_the_tree(body: bytes) -> None:
    assert FastPath(DEFAULT, BUILT_IN).unwrap(sent(body)) is None


@pytest.mark.parametrize(
    "headers",
    [
        ((b"Content-Encoding", b"br"),),
        ((b"X-State", b"%7B%7D"),),
        ((b"Cookie", b"a=%41"),),
        ((b"X-Token", base64.b64encode(b"a text that is long")),),
        ((b"X-Nul", b"a\0="),),
    ],
    ids=str.split("label percent cookie base64 nul"),
)
def test_a_head_in_which_something_may_hide_is_left_to_the_tree(
    headers: tuple[tuple[bytes, bytes], ...],
) -> None:
    assert FastPath(DEFAULT, BUILT_IN).unwrap(sent(TEXT, headers=headers)) is None


def test_a_head_in_which_nothing_was_found_is_not_searched_again() -> None:
    path = FastPath(DEFAULT, BUILT_IN)
    message = sent(TEXT, headers=((b"X-Id", b"9774d56d682e549c"),))
    first = path.unwrap(message)
    path.remember(message)
    again = path.unwrap(message)

    assert first is not None
    assert again is not None
    assert b"9774d56d682e549c" in first.around
    assert b"9774d56d682e549c" not in again.around


def test_a_text_of_more_pieces_than_a_tree_may_have_is_left_to_the_tree() -> None:
    body = base64.b64encode(gzip.compress(json.dumps(["a"] * 20_000).encode(), mtime=0))
    message = sent(b"d=" + body.replace(b"+", b"%2B").replace(b"=", b"%3D"))

    assert FastPath(DEFAULT, BUILT_IN).unwrap(message) is None


def test_a_message_of_many_doubtful_texts_is_left_to_the_tree() -> None:
    doubtful = [b"%032x" % (0x03 << 120 | number << 64 | 0x1F8B) for number in range(500)]

    assert FastPath(DEFAULT, BUILT_IN).unwrap(sent(b'["' + b'","'.join(doubtful[:50]) + b'"]')) is not None
    assert FastPath(DEFAULT, BUILT_IN).unwrap(sent(b'["' + b'","'.join(doubtful) + b'"]')) is None


@pytest.mark.parametrize("budget", [Budget(depth=2), Budget(expansion=10), Budget(layers=1)])
def test_a_smaller_budget_is_left_to_the_tree(budget: Budget) -> None:
    assert FastPath(DEFAULT, BUILT_IN).unwrap(sent(TEXT)) is not None
    assert FastPath(budget, BUILT_IN).unwrap(sent(TEXT)) is None
