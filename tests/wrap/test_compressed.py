from __future__ import annotations

import base64
import gzip
import subprocess
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import compressed


@given(st.binary())
def test_the_standard_library_undoes_every_container(value):
    assert gzip.decompress(compressed.wrap(value)) == value
    assert zlib.decompress(compressed.wrap(value, container="zlib")) == value
    assert zlib.decompress(compressed.wrap(value, container="deflate"), wbits=-15) == value


def test_the_gzip_tool_undoes_it():
    told = subprocess.run(
        ["gzip", "-d", "-c"], input=compressed.wrap(b"value"), capture_output=True, check=True
    )

    assert told.stdout == b"value"


def test_a_gzip_member_starts_as_the_android_client_writes_it():
    assert base64.b64encode(compressed.wrap(b"value")).startswith(b"H4sIAAAAAAA")


def test_an_unknown_container_is_refused():
    with pytest.raises(ValueError, match="brotli"):
        compressed.wrap(b"", container="brotli")
