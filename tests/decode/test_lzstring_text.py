"""lz-string: the text comes back from base64, URI and UTF-16 letters."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, lzstring_text
from tests.decode.encoded import VALUES, WORDS, gives_back


@pytest.mark.parametrize("encoder", ["lz-string base64", "lz-string URI", "lz-string UTF-16"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(lzstring_text, encoder, value)


@pytest.mark.parametrize(
    "letters", [b"IYGwlgxgpgBADgJzAN2AF1gEzMBBPGAJgAZCA2IA", b"IYGwlgxgpgBADgJzAN2AF1gEzMBBPGAJgAZCA2IA="]
)
def test_what_the_library_compressed_is_read(letters: bytes) -> None:
    assert lzstring_text.unpack(letters, DEFAULT) == [("lz-string", WORDS)]


@pytest.mark.parametrize("data", [b"a6b7c8d9e0f1a2b3", b"global_browser_mini", b"QUJDREVGR0hJSktMTU5PUA=="])
def test_other_letters_raise(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        lzstring_text.unpack(data, DEFAULT)
