"""Look-alikes and invisible letters give the text back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, disguised_text
from tests.decode.encoded import VALUES, WORDS, gives_back


@pytest.mark.parametrize("encoder", ["full width"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(disguised_text, encoder, value)


LOOK = ("bold", "circled", "Cyrillic look-alikes", "Greek look-alikes", "accents", "accents apart")
UNSEEN = ("zero-width spaces", "zero-width joiners", "word joiners", "soft hyphens", "byte order marks")
HIDDEN = ("variation selectors", "tags", "selectors as bytes", "zero-width bits")


@pytest.mark.parametrize("encoder", LOOK + UNSEEN + HIDDEN)
def test_words_come_back(encoder: str) -> None:
    assert gives_back(disguised_text, encoder, WORDS)


@pytest.mark.parametrize("text", ["Привет, как дела", "小米浏览器", "Καλημέρα σας"])
def test_other_scripts_are_left_as_they_are(text: str) -> None:
    with pytest.raises(ValueError, match="no disguise"):
        disguised_text.unpack(text.encode(), DEFAULT)
