"""A vendor's format says nothing that its module did not say."""

from __future__ import annotations

import pytest

from harness.decode import VendorFormat, VendorFormats
from harness.decode.vendor_format import names
from tests.messages import sent


def test_a_format_of_a_name_and_a_citation_knows_nothing() -> None:
    bare = VendorFormat("bare", "made up")

    assert bare.event((("event", "e"),)) is None
    assert not bare.recognises((("event", "e"),))
    assert not bare.knows("event")
    assert bare.form({"a": b"b"}) == {}
    assert bare.ciphertext(sent(b"x"), b"x") is None
    assert (bare.in_form, bare.in_text, bare.in_base64) == (None, None, None)


@pytest.mark.parametrize(("name", "citation"), [("", "made up"), ("bare", "")])
def test_a_format_without_name_or_source_is_refused(name: str, citation: str) -> None:
    with pytest.raises(ValueError, match="wanted a name and a citation"):
        VendorFormat(name, citation)


def test_names_stand_apart_by_white_space() -> None:
    assert names(" a b\n  $c ") == {"a", "b", "$c"}


def test_an_alphabet_that_is_none_of_base64_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted 64 different letters"):
        VendorFormat(name="x", citation="y", alphabets=("abc",))


def test_declared_alphabets_are_collected_once() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
    some = VendorFormats(
        (
            VendorFormat(name="x", citation="y", alphabets=(letters,)),
            VendorFormat(name="z", citation="y", alphabets=(letters,)),
        )
    )

    assert [one.alphabet for one in some.alphabets] == [letters]
