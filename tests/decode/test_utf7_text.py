"""UTF-7 gives the text back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, utf7_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["utf-7", "utf-7 of mailboxes"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(utf7_text, encoder, value)


def test_the_examples_of_the_standards_are_read() -> None:
    assert utf7_text.unpack(b"Hi Mom -+Jjo--!", DEFAULT) == [("utf-7", "Hi Mom -☺-!".encode())]
    assert utf7_text.unpack(b"~peter/mail/&U,BTFw-/&ZeVnLIqe-", DEFAULT) == [
        ("utf-7-mailbox", "~peter/mail/台北/日本語".encode())
    ]


@pytest.mark.parametrize("data", [b"+49 30 1234567", b"a=1&b=2", b"C++ and more"])
def test_numbers_and_forms_do_not_match(data: bytes) -> None:
    assert not utf7_text.matches(data)
