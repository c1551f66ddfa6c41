from __future__ import annotations

import base64
import subprocess

from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import b64


@given(st.binary())
def test_the_standard_library_undoes_both_alphabets(value):
    assert base64.b64decode(b64.wrap(value), validate=True) == value
    assert base64.urlsafe_b64decode(b64.wrap(value, url=True)) == value
    bare = b64.wrap(value, padding=False)
    assert b"=" not in bare
    assert base64.b64decode(bare + b"=" * (-len(bare) % 4)) == value


def test_openssl_undoes_it():
    value = bytes(range(256))

    told = subprocess.run(
        ["openssl", "base64", "-d", "-A"], input=b64.wrap(value), capture_output=True, check=True
    )

    assert told.stdout == value
