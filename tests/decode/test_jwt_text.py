"""JSON Web Tokens: header, payload, signature."""

from __future__ import annotations

import base64

from harness.decode import DEFAULT, jwt_text


def part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


TOKEN = b".".join((part(b'{"alg":"HS256"}'), part(b'{"sub":"x"}'), part(b"signature!")))


def test_the_parts_come_back() -> None:
    for text in (TOKEN, b"Bearer " + TOKEN):
        assert jwt_text.matches(text)
        assert jwt_text.unpack(text, DEFAULT)[:2] == [
            ("jwt:header", b'{"alg":"HS256"}'),
            ("jwt:payload", b'{"sub":"x"}'),
        ]


def test_a_host_name_is_no_token() -> None:
    assert not jwt_text.matches(b"eyJ.example")
