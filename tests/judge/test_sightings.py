from __future__ import annotations

from harness.decode import BUILT_IN
from harness.judge.places import Places
from harness.judge.sightings import Sightings, general_path
from harness.model.message import Direction, ExchangeId
from harness.model.planted import PlantedId
from harness.model.sighting import Sighting
from tests.judge.records import arm, arm_key, message, outbound, planted

VALUES = {"canary:a": planted("canary:a", "abcdefgh")}


def sighting(*path: str, direction: Direction = Direction.OUT, chance: float = 0.0) -> Sighting:
    return Sighting(ExchangeId("e1"), direction, path, "plain", PlantedId("canary:a"), chance)


def gathered(*more):
    found = Sightings(VALUES, Places((arm("a", 10, 20), arm("b", 30, 40)), ()), BUILT_IN)
    for item, sent in more:
        found.add(item, sent)
    return found.result()


def test_positions_in_a_list_are_one_place():
    assert general_path(("body", "json:[0].es[12].url")) == ("body", "json:[*].es[*].url")
    (one,) = gathered(
        (sighting("json:[0].url", chance=1e-9), outbound()),
        (sighting("json:[7].url", chance=1e-8), outbound(message=message(time_us=35))),
    )
    assert (one.count, one.arms, one.chance, one.path) == (
        2,
        {arm_key("a").id, arm_key("b").id},
        1e-8,
        ("json:[0].url",),
    )


def test_sender_host_direction_and_scheme_keep_sightings_apart():
    found = gathered(
        (sighting("x"), outbound()),
        (sighting("x"), outbound(uid=None)),
        (sighting("x"), outbound(message=message(host="b.test"))),
        (sighting("x", direction=Direction.IN), outbound()),
        (sighting("x"), outbound(message=message(scheme="http"))),
        (sighting("x"), outbound(message=message(scheme="ws", host="c.test"))),
    )
    assert [item.cleartext for item in found] == [False, False, False, False, True, True]
    assert [item.inbound for item in found] == [False, False, False, True, False, False]


def test_the_place_and_the_token_field_of_a_sighting_are_kept():
    (one,) = gathered((sighting("header:Referer", "json:[0].props.uuid"), outbound()))
    assert (one.place, one.token) == ("header:referer", "uuid")
