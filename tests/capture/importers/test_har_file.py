"""HAR files are read one entry after another; what is odd or damaged costs nothing but itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.capture.importers import har_file
from harness.model.account import Account, Fate
from harness.model.message import GapReason
from tests.capture.importers.reading import archive, entry, holds, http, read, request, sent

TOKEN = "tok-7f3a9c51e2"
B = TOKEN.encode()
GOOD = request(postData={"text": f"id={TOKEN}"})
ODD: dict[str, Any] = {
    "null": None,
    "number": 7,
    "text": "x",
    "list": [1, [2]],
    "nothing": {},
    "no request": {"response": {"status": 200}},
    "request a number": {"request": 7},
    "request null": {"request": None},
    "response a text": entry(response="none"),
    "date null": entry(startedDateTime=None),
    "date garbage": entry(startedDateTime="yesterday"),
    "date local": entry(startedDateTime="2020-05-01T10:00:00"),
    "date a number": entry(startedDateTime=1588327200),
    "date huge": entry(startedDateTime="9999-12-31T23:59:59-23:59"),
    "status null": entry(response={"status": None, "headers": [{"name": "a", "value": "b"}]}),
    "status a text": entry(response={"status": "two hundred", "headers": []}),
    "status negative": entry(response={"status": -1, "headers": None, "content": None}),
    "status endless": entry(response={"status": 1e400, "headers": None, "content": None}),
    "headers an object": request(headers={"a": "b", "c": ["d"]}),
    "headers null": request(headers=None),
    "headers pairs": request(headers=[["a", "b"], ["c"], [], 5]),
    "headers a text": request(headers="a: b\r\nc: d"),
    "header names missing": request(headers=[{"value": "x"}, {"name": "y"}, {"name": None, "value": 5}]),
    "port": request(url="https://h.test:99999/x"),
    "port a word": request(url="https://h.test:port/x"),
    "url null": request(url=None),
    "url an object": request(url={"a": 1}),
    "url broken": request(url="http://[::1/x"),
    "base64": entry(response={"status": 200, "content": {"text": "###", "encoding": "base64"}}),
    "comments": {**entry(comment={"a": "b"}), "comment2": "c"},
    "postData a list": request(postData=[1]),
    "params a text": request(postData={"params": "a=b"}),
    "cookies a text": request(cookies="a=b"),
    "query a number": request(queryString=7),
    "sockets a text": entry(_webSocketMessages="x"),
    "sockets odd": entry(_webSocketMessages=[1, None, {}, {"type": 5, "data": 7}, {"type": "send"}]),
}
DEEP = 100_000


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_entry_costs_nothing_but_itself(odd: Any) -> None:
    messages, _, _ = read(har_file.read, archive(GOOD, odd, GOOD))

    assert [m.exchange for m in sent(messages) if B in m.body] == ["0", "2"]


@pytest.mark.parametrize(
    "name", ["null", "number", "text", "list", "no request", "request a number", "base64"]
)
def test_what_is_no_entry_is_a_gap_with_its_number(name: str) -> None:
    _, gaps, account = read(har_file.read, archive(GOOD, ODD[name]))

    assert [(gap.reason, gap.where) for gap in gaps] == [(GapReason.DAMAGED, "entry 1")]
    assert account.units == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"request": {"url": "http://a.test/?q="x", "headers": []}}',
        '{"request": {"url": "http://a.test/"}',
        '{"request": {"url": "http://a.test/"}}}',
        '{"request": {"url": "http://a.test/", "headers": [}}',
        '{"request" {"url": "http://a.test/"}}',
        '{"request": {"url": "http://a.test/", "x": ' + "[" * DEEP + "}}",
        "{{}",
        '{"request": }',
        '{"a": "b" "c": "d"}',
        "}",
        ":",
    ],
)
def test_damage_ends_where_the_next_entry_begins(text: str) -> None:
    good = json.dumps(GOOD)
    data = f'{{"log":{{"version":"1.2","entries":[{good},{text},{good},{good}]}}}}'.encode()

    messages, gaps, account = read(har_file.read, data)

    assert len([m for m in sent(messages) if B in m.body]) == 3
    assert {gap.reason for gap in gaps} == {GapReason.DAMAGED}
    assert account.total(Fate.GAP) < len(text) + 20


def test_brackets_of_any_depth_are_read() -> None:
    deep = "[" * DEEP + f'"{TOKEN}"' + "]" * DEEP
    text = (
        f'{{"log":{{"entries":[{{"request":{{"url":"http://a.test/"}},"_x":{deep}}},{json.dumps(GOOD)}]}}}}'
    )

    messages, gaps, _ = read(har_file.read, text.encode())

    assert not gaps
    assert [m.exchange for m in messages if B in m.body] == ["1", "notes"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"callback(", b");"),
        (b"/**/ cb && cb(", b")"),
        (b"\xef\xbb\xbf", b""),
        (b" \r\n" * 3000, b"\n\n"),
        (b'{"comment": "' + b"x" * 9000 + b'", "har": ', b"}"),
        (b"[", b"]"),
        (b"var har = ", b";"),
    ],
)
def test_an_archive_may_stand_in_something(before: bytes, after: bytes) -> None:
    data = before + archive(GOOD) + after

    messages, gaps, _ = read(har_file.read, data)

    assert holds(sent(messages), B)
    assert not gaps
    assert har_file.matches(data)


def test_a_second_log_and_a_second_list_of_entries_are_read() -> None:
    one = json.dumps(GOOD)
    text = f'{{"log":{{"entries":[{one}],"version":"1.2","entries":[{one}]}},"log":{{"entries":[{one}]}}}}'

    messages, gaps, _ = read(har_file.read, (text + text).encode())

    assert [m.exchange for m in sent(messages)] == [str(n) for n in range(6)]
    assert not gaps


def test_what_stands_outside_the_entries_is_searched() -> None:
    places = {
        "comment": TOKEN,
        "pages": [{"title": f"a{TOKEN}"}],
        "_x": {"y": f"b{TOKEN}"},
        "browser": {"name": f"c{TOKEN}"},
    }

    messages, _, _ = read(har_file.read, archive(entry(), **places))

    assert all(holds(messages, word + B) for word in (b"", b"a", b"b", b"c"))


def test_a_name_that_comes_twice_is_read_twice() -> None:
    text = f'{{"log":{{"entries":[{{"request":{{"url":"http://a.test/{TOKEN}","url":"http://b.test/"}}}}]}}}}'

    assert holds(read(har_file.read, text.encode())[0], B)


def test_a_file_that_is_cut_off_keeps_what_was_before() -> None:
    data = archive(*[GOOD] * 5)
    for end in range(len(data) - 1, len(archive(GOOD)) + 40, -7):
        messages, gaps, _ = read(har_file.read, data[:end])

        whole = data[:end].count(b'"timings": {"send": 1, "wait": -1}')
        assert len([m for m in sent(messages) if B in m.body]) >= whole
        assert [gap.reason for gap in gaps][-1:] == [GapReason.TRUNCATED], end


def test_long_texts_are_read_in_pieces() -> None:
    text = ('ä"\\\n😀' * 400_000)[:3_000_001]
    for ascii_only in (True, False):
        data = json.dumps(
            {"log": {"entries": [request(postData={"text": text}), GOOD]}}, ensure_ascii=ascii_only
        )

        messages, gaps, _ = read(har_file.read, data.encode())

        assert [m.body for m in sent(messages)] == [text.encode(), f"id={TOKEN}".encode()]
        assert not gaps


def test_a_value_that_nobody_takes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(har_file.har_entry.Books, "leftover", lambda *_, **__: None)
    account = Account()
    list(har_file.read(io.BytesIO(archive(entry(_x="y"))), "x", account))

    assert account.lost > 0


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["url", "method", "headers", "cookies", "queryString", "postData", "status", "content", "statusText"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), VALUE, st.sampled_from(["request", "response"]))
def test_any_value_of_any_field_is_accounted_for(name: str, value: Any, side: str) -> None:
    odd = entry(**{side: {"url": "http://h.test/", "status": 200, name: value}})

    messages, _, _ = read(har_file.read, archive(odd, GOOD))

    assert holds(http(messages), B)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_damage_is_accounted_for(data: st.DataObject) -> None:
    whole = archive(request(headers=[{"name": "a", "value": "b"}]), entry(), GOOD)
    last = whole.rindex(b'{"startedDateTime"')
    at = data.draw(st.integers(40, last - 3))
    size = data.draw(st.integers(0, min(9, last - 3 - at)))
    instead = data.draw(st.binary(max_size=4) | st.sampled_from([b'"', b"{", b"}", b"]", b"[", b"\\", b","]))

    messages, _, _ = read(har_file.read, whole[:at] + instead + whole[at + size :])

    assert holds(messages, B)


READ = """
import resource, sys
from pathlib import Path
from harness.capture.importers import read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
recording = read(Path(sys.argv[1]))
for part in recording.parts:
    del part
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, recording.account.lost)
"""


@pytest.mark.slow
def test_an_entry_of_300_mb_takes_less_than_three_times_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.har"
    piece = '\\"k\\":\\"' + "0123456789abcdef" * 6_000 + '\\",'
    before, after = archive(request(postData={"text": "CUT"})).decode().split("CUT")
    with path.open("w") as file:
        file.write(before)
        for _ in range(300_000_000 // len(piece)):
            file.write(piece)
        file.write(after)

    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True, timeout=300
    )

    took, lost = map(int, done.stdout.split())
    assert took < 2 * path.stat().st_size
    assert lost == 0
