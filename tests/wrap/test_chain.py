from __future__ import annotations

import ast
import base64
import gzip
import hashlib
import json
import pathlib
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import chain


def test_a_chain_applies_its_steps_from_the_inside_out():
    value = "https://q7.claims.test/a?b=c"

    body = chain.apply(value.encode(), ["md5", "json:properties.url", "gzip", "base64", "form:data_list"])

    field = parse_qs(body.decode())["data_list"][0]
    event = json.loads(gzip.decompress(base64.b64decode(field)))
    assert event == {"properties": {"url": hashlib.md5(value.encode()).hexdigest()}}


@pytest.mark.parametrize(
    "step", ["", "nonsense", "base64:", "base64:1", "json", "json:", "form:", "aes-ecb", "mistat"]
)
def test_a_step_that_is_unknown_or_wrongly_argued_is_refused(step):
    with pytest.raises(ValueError, match="wanted a wrapping"):
        chain.apply(b"x", [step])


def test_an_empty_chain_changes_nothing():
    assert chain.apply(b"x", []) == b"x"


@given(st.binary(min_size=1, max_size=200))
def test_every_plain_step_takes_any_bytes(value):
    for name in chain.PLAIN:
        assert chain.apply(value, [name])


def test_wrapping_imports_nothing_else_of_the_suite():
    folder = pathlib.Path(chain.__file__).parent
    imported = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("harness")
    }

    assert imported
    assert all(name.startswith("harness.wrap") for name in imported)
