"""The search gives the same with either matcher, whatever was searched before."""

from __future__ import annotations

import base64
import gzip
import json
import urllib.parse
import zlib
from collections.abc import Callable

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.decode import DEFAULT, Tree, VendorFormats
from harness.detect import Found, Searcher
from harness.detect.matcher import AhoCorasickMatcher
from harness.model.message import Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

VALUES = [
    "9774d56d682e549c",
    "kqxv7h2mzp.claims.test",
    "861234567890127",
    "red shoes 7hq2",
    "AA:BB:CC:12:34:56",
]
PLANTED = [Planted(PlantedId(v), PlantedKind.IDENTIFIER, v, "x") for v in VALUES]
SALTS = ("com.mi.globalbrowser",)

WRAPS: list[Callable[[str], str]] = [
    lambda s: s,
    lambda s: base64.b64encode(s.encode()).decode(),
    lambda s: base64.b64encode(gzip.compress(s.encode(), mtime=0)).decode(),
    lambda s: base64.b64encode(zlib.compress(s.encode())).decode(),
    lambda s: s.encode().hex(),
    urllib.parse.quote,
    lambda s: json.dumps({"in": s, "n": 1588150000123}),
    lambda s: json.dumps([s, {"k": [s]}]).replace("/", "\\/"),
    lambda s: f'{{"n":{s if s.isascii() and s.isdigit() else 1},"t":{json.dumps(s)},"{s[:20]!r}":[-1.5]}}',
    lambda s: f"a={urllib.parse.quote(s)}&b=2",
    lambda s: f"https://x.test/p?q={urllib.parse.quote(s)}&x=%41",
    lambda s: s.upper(),
    lambda s: s[::-1],
    lambda s: f"<a><b>{s}</b></a>",
    lambda s: base64.b64encode(msgpack.packb({"key": s})).decode(),
]

TEXTS = st.one_of(
    st.sampled_from(VALUES),
    st.text(max_size=12),
    st.sampled_from(
        ["https://example.com/a?b=c", "eefc9fd3-1cfb-4717-b774-eaae02f212a3", "page_load_event_finish", "\\/"]
    ),
    st.binary(min_size=4, max_size=24).map(lambda b: base64.b64encode(b).decode()),
    st.binary(min_size=8, max_size=16).map(bytes.hex),
)


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    text = draw(TEXTS)
    for number in draw(st.lists(st.integers(0, len(WRAPS) - 1), max_size=4)):
        text = WRAPS[number](text)
    return text


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    fields = {f"k{n}": draw(wrapped()) for n in range(draw(st.integers(1, 4)))}
    kind = draw(st.sampled_from(["json", "form", "gzip", "sensors", "raw"]))
    text = json.dumps(fields, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    if kind == "json":
        return text
    if kind == "gzip":
        return gzip.compress(text, mtime=0)
    if kind == "form":
        return urllib.parse.urlencode(fields, errors="replace").encode()
    if kind == "sensors":
        return (
            b"gzip=1&data_list="
            + urllib.parse.quote_from_bytes(base64.b64encode(gzip.compress(text, mtime=0)), safe="").encode()
        )
    return fields["k0"].encode("utf-8", "surrogatepass")


def posted(body: bytes) -> Message:
    return sent(body, method="POST", target=b"/a?x=1", headers=((b"User-Agent", b"Dalvik/2.1.0"),))


FAST = Searcher(PLANTED, SALTS)
FALLBACK = Searcher(PLANTED, SALTS, engine=AhoCorasickMatcher)


def as_set(found: Found) -> tuple[object, object]:
    return found.sightings, sorted((g.reason.value, g.path, g.detail, g.size) for g in found.gaps)


@given(body=bodies())
@settings(max_examples=100, deadline=None)
def test_the_fallback_matcher_gives_the_same_sightings(body: bytes) -> None:
    assert as_set(FALLBACK.search(posted(body))) == as_set(FAST.search(posted(body)))


@given(body=bodies())
@settings(max_examples=100, deadline=None)
def test_a_search_depends_on_nothing_that_was_searched_before(body: bytes) -> None:
    assert as_set(FAST.search(posted(body))) == as_set(Searcher(PLANTED, SALTS).search(posted(body)))


def test_a_tree_of_other_formats_is_refused() -> None:
    with pytest.raises(ValueError, match="formats"):
        FAST.search(posted(b"x"), Tree(posted(b"x"), DEFAULT, VendorFormats(())))


def test_more_than_32_salts_are_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Searcher(PLANTED, tuple(map(str, range(33))))


def test_no_values_are_no_sightings() -> None:
    assert Searcher([]).search(sent(b'{"a":"9774d56d682e549c"}')).sightings == ()
