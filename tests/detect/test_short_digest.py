from __future__ import annotations

import zlib

import pytest

from harness.detect import Searcher
from harness.detect.short_digest import FUNCTIONS, ShortDigests, chance, digests
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

VALUE = "kqxv7h2mzp2abc4def5ghi6jkl"
KNOWN = dict(FUNCTIONS)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("crc32", b"123456789", 0xCBF43926),
        ("adler32", b"Wikipedia", 0x11E60398),
        ("java-hash", b"hello", 99162322),
        ("fnv1a", b"foobar", 0xBF9CF968),
        ("md5/4-bytes", b"", 0xD41D8CD9),
        ("sha1/4-bytes", b"abc", 0xA9993E36),
        ("sha256/4-bytes", b"abc", 0xBA7816BF),
    ],
)
def test_functions_are_those_of_their_specifications(name: str, data: bytes, expected: int) -> None:
    assert KNOWN[name](data) == expected


@pytest.mark.parametrize("body", ['{"a":"%08x"}', '{"a":%d}', "x=1&h=%08X"])
def test_a_leaf_that_is_one_is_found_with_its_chance(body: str) -> None:
    planted = Planted(PlantedId("c"), PlantedKind.CANARY, VALUE, "title")

    (sighting,) = Searcher([planted]).search(sent((body % zlib.crc32(VALUE.encode())).encode())).sightings

    assert sighting.form.startswith("crc32")
    assert 2**-32 <= sighting.chance < 1e-7


def test_all_writings_of_a_value_are_known_and_nothing_longer() -> None:
    table = ShortDigests()
    table.add(7, VALUE)
    leaves = [leaf for _, leaf in digests(VALUE)]

    assert {number for _, number, _ in table.look_up(leaves)} == {7}
    assert {place for place, _, _ in table.look_up(leaves)} == set(range(len(leaves)))
    assert list(table.look_up([b"x" + leaf for leaf in leaves])) == []


def test_chance_grows_with_the_leaves() -> None:
    assert chance(4) == 4 * chance(1) == 2**-30
