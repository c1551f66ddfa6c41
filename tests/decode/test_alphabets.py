"""A text is offered to the encodings that its signs allow, and to no others."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, alphabets
from tests.decode.encoded import VALUES
from tests.detect.encoders import TEXTS

READ_AS_IT_IS = (
    "JSON",
    "json",
    "codes",
    "words",
    "base64 twice",
    "base64 thrice",
    "percent",
    "entities",
    "quoted-printable",
    "xml",
    "cdata",
    "jwt",
    "pieces",
    "letters in",
    "server-sent",
    "ndjson",
    "HTML",
    "key",
    "rot",
    "atbash",
    "base64 of",
    "morse",
)
"""Those that the formats of the registry read, or that random letters do not show."""
WHOLE = {one.NAME: one for one in alphabets.WHOLE}


@pytest.mark.parametrize("encoder", [n for n in TEXTS if not n.startswith(READ_AS_IT_IS)])
def test_every_encoding_is_offered_what_it_can_read(encoder: str) -> None:
    body = TEXTS[encoder](VALUES[1])
    parts = [part for _, part in alphabets.decodings(body, DEFAULT)]
    parts += [part for one in WHOLE.values() if one.matches(body) for _, part in one.unpack(body, DEFAULT)]
    plain = encoder in (
        "base64",
        "base64url",
        "base64 in lines",
        "base64 by openssl",
        "base64 in MIME lines of 20",
    )
    plain = plain or encoder in (
        "base32",
        "base32 small",
        "hex",
        "hex capital",
        "hex plain by xxd",
        "reversed",
    )

    assert plain or encoder in ELSEWHERE or any(VALUES[1] in part for part in parts)


ELSEWHERE = (
    "base64",
    "base64url",
    "base64 in lines",
    "base64 by openssl",
    "base64 in MIME lines of 20",
    "base32",
    "base32 small",
    "hex",
    "hex capital",
    "hex plain by xxd",
    "reversed",
    "hex of reversed bytes",
    "hex C array by xxd",
    "hex fours",
    "hex eights",
    "octal by od",
    "cdata",
)
"""Those that the registry reads, or that give the value reversed, or words of other widths beside it."""


@pytest.mark.parametrize(
    "data",
    [
        b"Android",
        b"1588150000123",
        b"9774d56d682e549c",
        b"0d6fb5a0-55a1-4bb2-9b4e-3c6a2f8f1d11",
        b"Redmi Note 8",
        b"com.mi.globalbrowser",
        b"V11.0.6.0.PCOEUXM",
        b"https://www.example.com/a/article?id=1015406567041",
        b"2026-11-22T10:00:00.000Z",
    ],
)
def test_ordinary_values_give_nothing(data: bytes) -> None:
    assert alphabets.decodings(data, DEFAULT) == ()
