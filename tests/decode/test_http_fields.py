from __future__ import annotations

from harness.decode import http_fields


def test_headers_are_known_by_their_specification_and_cookies_are_not() -> None:
    known = http_fields.header("accept-language")

    assert known is not None
    assert known.citation == "RFC 9110 §12.5.4"
    assert http_fields.header("cookie") is None
    assert http_fields.header("referer") is None


def test_the_name_of_a_known_header_is_fixed_and_its_value_is_not() -> None:
    name, value = http_fields.header_name("accept"), http_fields.header("accept")

    assert name is not None
    assert value is not None
    assert (name.free_bits(b"Accept"), value.free_bits(b"alice")) == (0, None)
    assert http_fields.header_name("referer") is not None
    assert http_fields.header_name("x-alice") is None


def test_a_method_is_one_of_the_registered() -> None:
    assert http_fields.METHOD.free_bits(b"POST") == http_fields.METHOD.free_bits(b"GET")
    assert http_fields.METHOD.free_bits(b"ALICE") is None


def test_one_path_is_known_whoever_asks_for_it() -> None:
    assert http_fields.path(b"/favicon.ico") is not None
    assert http_fields.path(b"/config") is None
