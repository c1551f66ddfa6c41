"""Events with their own times, and which leaves are known fields."""

from __future__ import annotations

import base64
import json

import pytest

from harness.decode import unwrap
from tests.messages import sent


def leaves(body: bytes) -> dict[str, str | None]:
    return {
        leaf.path[-1]: leaf.field and leaf.field.citation
        for leaf in unwrap(sent(body)).leaves
        if leaf.path[0] == "body"
    }


def test_known_fields_are_explained_and_others_not() -> None:
    event = {
        "type": "track",
        "event": "e",
        "distinct_id": "abcdef",
        "time": 1588150000123,
        "properties": {"$model": "Redmi Note 8", "unheard_of": "something"},
    }

    read = leaves(json.dumps([event]).encode())

    assert read["json:[0].properties.$model"] == "Sensors Analytics, facts §3.1"
    assert read["json:[0].properties.unheard_of"] is None
    assert read["json:[0].{time}"] == "Sensors Analytics, facts §3.1"
    assert read["json:[0].properties.{unheard_of}"] is None


def test_the_name_of_a_known_field_explains_nothing_elsewhere() -> None:
    assert leaves(b'{"$model":"Redmi Note 8","distinct_id":"abcdef"}') == {
        "json:{$model}": None,
        "json:$model": None,
        "json:{distinct_id}": None,
        "json:distinct_id": None,
    }


def test_events_of_every_channel_have_name_time_and_place() -> None:
    body = json.dumps(
        [
            {"type": "track", "event": "one", "distinct_id": "d", "time": 1, "properties": {}},
            {"H": {"event": "two", "e_ts": 2}, "B": {}},
        ]
    ).encode()

    assert [(e.channel, e.name, e.time_ms, e.path) for e in unwrap(sent(body)).events] == [
        ("sensors", "one", 1, ("body", "json:[0]")),
        ("onetrack", "two", 2, ("body", "json:[1]")),
    ]


@pytest.mark.parametrize(("crc", "bits"), [("107876", None), ("106450", 0)])
def test_a_checksum_leaves_nothing_free_where_it_recomputes(crc: str, bits: int | None) -> None:
    (leaf,) = (x for x in unwrap(sent(f"crc={crc}&data=kqx".encode())).leaves if x.path[-1] == "form:crc")

    assert leaf.free_bits == bits


def test_what_a_form_wraps_is_not_known_by_its_wrapper() -> None:
    event = {"type": "track", "event": "e", "distinct_id": "abcdef", "unheard_of": "something"}
    body = b"gzip=0&data_list=" + base64.b64encode(json.dumps([event]).encode())

    read = leaves(body)

    assert read["form:{data_list}"] == "Sensors Analytics, facts §3.1"
    assert read["json:[0].event"] == "Sensors Analytics, facts §3.1"
    assert read["json:[0].unheard_of"] is None
