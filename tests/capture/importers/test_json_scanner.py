"""JSON out of a stream."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.capture.importers.json_node import dumped
from harness.capture.importers.json_scanner import END, Scanner

LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(VALUE, st.booleans(), st.sampled_from([None, 1]))
def test_any_value_reads_as_json_reads_it(value: Any, ascii_only: bool, indent: int | None) -> None:  # noqa: FBT001
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()
    scanner = Scanner(io.BytesIO(text + b","))

    node = scanner.value()

    assert json.loads(dumped(node)) == value
    assert (scanner.position, scanner.complaint, scanner.cut) == (len(text), "", False)


def test_what_was_read_before_damage_or_the_end_is_kept() -> None:
    broken = Scanner(io.BytesIO(b'{"a":["b",}'))
    cut = Scanner(io.BytesIO(b'{"a":["b","c'))

    assert (dumped(broken.value()), bool(broken.complaint)) == (b'{"a":["b",null]}', True)
    assert (dumped(cut.value()), cut.cut) == (b'{"a":["b","c"]}', True)


def test_deep_values_and_named_lists_are_kept_as_they_stand() -> None:
    deep = b"[" * 5000 + b'"]"' + b"]" * 5000
    scanner = Scanner(io.BytesIO(b'{"x":[1, {"y" : 2}],"z":' + deep + b"}"))

    node = scanner.value(frozenset({b"x"}))

    assert node.fields[0][1].text == b'[1, {"y" : 2}]'
    assert scanner.peek() == END
    assert not scanner.complaint


def test_a_long_text_is_read_in_pieces() -> None:
    text = 'ä\\"\n' * 700_000
    scanner = Scanner(io.BytesIO(json.dumps(text, ensure_ascii=False).encode()))

    assert scanner.value().text == text.encode()


def test_a_place_is_found_also_where_it_began_before() -> None:
    scanner = Scanner(io.BytesIO(b'": {"request": 1}'))
    scanner.string()

    assert scanner.find(re.compile(rb'\{"request":')) is not None
    assert scanner.position == 3
