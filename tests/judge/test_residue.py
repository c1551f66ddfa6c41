from __future__ import annotations

import pytest

from harness.decode.http_fields import METHOD
from harness.judge.residue import VALUES_MOST, Residue, covered
from harness.model.field import Field
from harness.model.message import Direction, ExchangeId
from harness.model.planted import PlantedId
from harness.model.sighting import Leaf, Sighting
from tests.judge.records import message, outbound, planted

VALUES = {"canary:a": planted("canary:a", "abcdefgh")}


def sighting(*path: str) -> Sighting:
    return Sighting(ExchangeId("e1"), Direction.OUT, path, "plain", PlantedId("canary:a"))


@pytest.mark.parametrize(
    ("leaf", "path", "is_covered"),
    [
        (Leaf(("body", "json:.u"), b"x"), ("body", "json:.u"), True),
        (Leaf(("body", "json:.u"), b"x"), ("body", "json:.u", "percent"), True),
        (Leaf(("body", "json:.u", "url.path"), b"/abcdefgh/x"), ("body", "json:.u"), True),
        (Leaf(("body", "json:.u", "url.path"), b"/other/x"), ("body", "json:.u"), False),
        (Leaf(("body", "json:.v"), b"x"), ("body", "json:.u"), False),
    ],
)
def test_a_leaf_is_covered_by_what_was_sighted_in_it(leaf, path, is_covered):
    assert covered(leaf, [sighting(*path)], VALUES) is is_covered


def test_what_is_explained_short_or_planted_is_no_residue():
    residue = Residue(VALUES)
    residue.add(Leaf(("a",), b"long enough", Field("http:accept", "RFC 9110")), (), outbound())
    residue.add(Leaf(("a",), b"short"), (), outbound())
    residue.add(Leaf(("a",), b"long enough"), (sighting("a"),), outbound())
    assert residue.result() == ()
    residue.add(Leaf(("a",), b"longer"), (), outbound())
    assert len(residue.result()) == 1


@pytest.mark.parametrize(
    ("leaf", "understood"),
    [
        (Leaf(("method",), b"DELETE", METHOD), True),
        (Leaf(("method",), b"ALICEWASHERE", METHOD), False),
        (Leaf(("body", "json:t"), b"1588150000123"), True),
        (Leaf(("url.query:t",), b"1588150000123"), True),
        (Leaf(("url.query:{1588150000123}",), b"1588150000123"), False),
        (Leaf(("body", "json:{1588150000123}"), b"1588150000123"), False),
        (Leaf(("cookie:t",), b"1588150000123"), False),
        (Leaf(("header:x-t",), b"1588150000123"), False),
        (Leaf(("url.path",), b"1588150000123"), False),
    ],
)
def test_what_does_not_fit_its_place_is_residue(leaf, understood):
    residue = Residue(VALUES)
    residue.add(leaf, (), outbound())
    assert (residue.result() == ()) is understood


def test_each_value_of_a_place_has_its_own_moments():
    residue = Residue(VALUES)
    for value, time in ((b"first value", 5), (b"other value", 50), (b"first value", 90)):
        residue.add(Leaf(("json:[0].x",), value), (), outbound(message=message(time_us=time)))
    assert [(item.moments.first_us, item.moments.last_us, item.mixed) for item in residue.result()] == [
        (5, 90, False),
        (50, 50, False),
    ]


def test_very_many_values_are_kept_as_one_that_may_always_be_new():
    residue = Residue(VALUES)
    for number in range(VALUES_MOST + 50):
        residue.add(Leaf(("x",), b"value %06d" % number), (), outbound(message=message(time_us=number)))
    found = residue.result()
    assert len(found) == VALUES_MOST + 1
    assert [item.mixed for item in found][-2:] == [False, True]
