"""What the fast path finds is what the tree finds, at the same places."""

from __future__ import annotations

import base64
import hashlib

import pytest

from harness.decode import DEFAULT, Tree
from harness.detect import Searcher
from harness.model.message import Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

ANDROID_ID, IMEI, PAGE, SHORT = "9774d56d682e549c", "861234567890127", "https://x.test/a", "a7"
SALT = "com.mi.globalbrowser"
PLANTED = [Planted(PlantedId(v), PlantedKind.IDENTIFIER, v, "x") for v in (ANDROID_ID, IMEI, PAGE, SHORT)]
SALTED = hashlib.md5((SALT + ANDROID_ID).encode(), usedforsecurity=False)
PLAIN = hashlib.sha1(ANDROID_ID.encode(), usedforsecurity=False).hexdigest()


def of_usual_head(body: bytes, header: bytes = b"x") -> Message:
    return sent(body, target=b"/a?v=1", headers=((b"X-One", header),))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (b'{"a":"9774d56d682e549c"}', ["json:a"]),
        (b'{"a":["b",{"c":"x 9774D56D682E549C y"}]}', ["json:a[1].c"]),
        (b'{"a":861234567890127}', ["json:a"]),
        (b'{"a":1,"861234567890127":2}', [""]),
        (b'{"9774d56d682e549c":1}', ["json:{9774d56d682e549c}"]),
        (b'{"9774d56d682e549c":"9774d56d682e549c"}', ["json:9774d56d682e549c", "json:{9774d56d682e549c}"]),
        (b'{"a":"https:\\/\\/x.test\\/a","b":1}', ["json:a"]),
        (b'{"a7":"b"}', [""]),
        (b'{"a":"a7"}', ["json:a"]),
        (b'{"a":"xa7","b":"a7x"}', []),
        (b'{"a":"' + PLAIN.encode() + b'"}', ["json:a"]),
        (b'{"' + PLAIN.encode() + b'":"b"}', ["json:{" + PLAIN[:32] + "}"]),
        (b'{"a":"' + SALTED.hexdigest().upper().encode() + b'"}', ["json:a"]),
        (b'{"a":"' + base64.b64encode(SALTED.digest()) + b'"}', ["json:a base64"]),
        (b'{"a":"9774d56d","b":"682e549c"}', ["json:a", "json:b"]),
        (b'{"a":"b"}', []),
    ],
)
def test_a_value_is_seen_where_it_is(body: bytes, places: list[str]) -> None:
    searcher = Searcher(PLANTED, (SALT,))
    message = of_usual_head(body)

    for _ in range(2):
        found = searcher.search(message)
        assert [" ".join(s.path[1:]) for s in found.sightings] == places
        assert found == searcher.search(message, Tree(message, DEFAULT))


def test_a_header_is_searched_whether_or_not_others_like_it_were_silent() -> None:
    searcher = Searcher(PLANTED, (SALT,))
    body = b'{"a":"b"}'

    assert not searcher.search(of_usual_head(body)).sightings
    assert [s.path for s in searcher.search(of_usual_head(body, ANDROID_ID.encode())).sightings] == [
        ("header:x-one",)
    ]
    assert not searcher.search(of_usual_head(body)).sightings
