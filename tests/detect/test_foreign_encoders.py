"""Every encoder of the table: a value is found, or its bytes are a gap or residue; never silently clean."""

from __future__ import annotations

import pytest

from harness.decode import Unwrapped, unwrap
from harness.detect import Searcher
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.detect.encoders import ENCODERS
from tests.messages import sent

VALUES = {
    "canary": ("KQXV7H2MZPABCDEFGHIJKLMNOP", "ZPLMW3ROTNCAFKDEHGBIQJUVXY"),
    "words": ("alice private diary 2026", "peter evening song 19045"),
    "imei": ("861234567890127", "357912086401238"),
    "uuid": ("eefc9fd3-1cfb-4717-b774-eaae02f212a3", "0b17a4c6-52de-4f98-9c03-7731fd86ab5e"),
}
"""Each value with another of its kind, which shows what of a message depends on the value."""

PLANTED = [
    Planted(
        PlantedId(name),
        PlantedKind.CANARY if name in ("canary", "words") else PlantedKind.IDENTIFIER,
        value,
        name,
    )
    for name, (value, _) in VALUES.items()
]

UNPROVABLE: frozenset[tuple[str, str]] = frozenset(
    (encoder, value)
    for encoder in (
        "rot3",
        "base64 of rot13",
        "rot13",
        "rot47",
        "atbash",
        "key of one byte",
        "key of one byte in hex",
        "key of one byte in base64",
        "bits turned",
        "number added",
        "key in the message",
        "hex with swapped digits",
        "words 32 little",
    )
    for value in VALUES
)
"""A random value under a rotation or a key shows nothing; it may stay residue or a gap."""


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(PLANTED)


def unexplained(reading: Unwrapped) -> frozenset[bytes]:
    """The leaves that no format explains: residue where they depend on the value."""
    return frozenset(leaf.value for leaf in reading.leaves if leaf.free_bits is None)


@pytest.mark.parametrize(
    "value", [value if value == "canary" else pytest.param(value, marks=pytest.mark.slow) for value in VALUES]
)
@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_value_is_found_or_its_bytes_are_a_gap_or_residue(
    searcher: Searcher, encoder: str, value: str
) -> None:
    text, other = VALUES[value]
    message = sent(ENCODERS[encoder](text.encode()))
    found = searcher.search(message)
    reading = unwrap(message)
    named = bool(found.gaps or reading.gaps) or unexplained(reading) != unexplained(
        unwrap(sent(ENCODERS[encoder](other.encode())))
    )
    seen = any(sighting.planted == value for sighting in found.sightings)

    assert seen or ((encoder, value) in UNPROVABLE and named)


def test_there_are_more_encoders_than_were_tried_before() -> None:
    assert len(ENCODERS) >= 236


def test_what_is_said_not_to_be_read_is_in_the_table() -> None:
    assert set(ENCODERS) >= {encoder for encoder, _ in UNPROVABLE}
