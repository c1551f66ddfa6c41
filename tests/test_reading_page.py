"""`docs/reading.md` names every format that the engine knows, and the forms and fates that the code has."""

from __future__ import annotations

from harness.decode import alphabets, registry
from harness.model.account import Fate
from tests.detect.encoders import ENCODERS
from tests.test_structure import ROOT

PAGE = (ROOT / "docs" / "reading.md").read_text("utf-8")
OTHER_WORDS = {"number": "as one number"}


def test_every_format_is_named() -> None:
    formats = [
        *(one for _, one in registry.BY_FIRST_BYTE),
        *registry.IN_TEXT,
        *registry.IN_ADDITION,
        *registry.IN_BYTES,
        *(one for one, _, _ in alphabets.IN_ADDITION),
        *alphabets.OUTSIDE_ASCII,
        *(one for some in registry.BY_TRANSPORT.values() for one in some),
    ]
    unnamed = {one.NAME for one in formats if OTHER_WORDS.get(one.NAME, one.NAME) not in PAGE}

    assert unnamed == set()


def test_every_fate_is_named() -> None:
    assert [fate.value for fate in Fate if f"| {fate.value} |" not in PAGE] == []


def test_the_number_of_encoders_is_that_of_the_table() -> None:
    assert f"{len(ENCODERS)} encoders" in PAGE
