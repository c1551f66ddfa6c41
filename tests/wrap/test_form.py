from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import form


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_standard_library_reads_the_field(name, value):
    assert parse_qsl(form.wrap(value.encode(), name=name).decode()) == [(name, value)]


def test_fields_keep_their_order():
    assert form.fields([("b", b"1 2"), ("a", b"&")]) == b"b=1+2&a=%26"
