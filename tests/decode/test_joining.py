from __future__ import annotations

import base64
import json

import pytest

from harness.decode import Tree, unwrap
from harness.detect import Searcher
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

VALUE = "kqxv7h2mzp2abc4def5ghi6jkl"
SEARCHER = Searcher([Planted(PlantedId("c"), PlantedKind.CANARY, VALUE, "title")])
HALVES = [VALUE[:13], VALUE[13:]]
THIRDS = [VALUE[:9], VALUE[9:18], VALUE[18:]]
ENCODED = base64.b64encode(json.dumps({"seen": VALUE}).encode()).decode()
PIECES = [ENCODED[at : at + 11] for at in range(0, len(ENCODED), 11)]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"a": HALVES[0], "b": HALVES[1], "c": "other"}),
        json.dumps({"list": THIRDS}),
        json.dumps([{"n": n, "t": piece} for n, piece in enumerate(THIRDS)]),
        f"x={THIRDS[0]}&y={THIRDS[1]}&z={THIRDS[2]}",
        json.dumps({"c2": THIRDS[1], "c1": THIRDS[0], "c3": THIRDS[2]}),
        json.dumps({"part": PIECES}),
        json.dumps([ord(c) for c in VALUE]),
    ],
)
def test_pieces_of_one_value_are_found_together(body: str) -> None:
    sightings = SEARCHER.search(sent(body.encode())).sightings

    assert [s.planted for s in sightings if s.form == "plain"] == ["c"]


def test_what_stands_whole_in_a_field_is_not_seen_again_in_its_neighbours() -> None:
    (sighting,) = SEARCHER.search(sent(json.dumps({"a": VALUE, "b": "x"}).encode())).sightings

    assert sighting.path == ("body", "json:a")


def test_what_neighbours_spell_is_no_leaf() -> None:
    leaves = unwrap(sent(json.dumps({"a": THIRDS, "b": "x"}).encode())).leaves

    assert not any("joined" in step for leaf in leaves for step in leaf.path)


def test_joining_is_bounded() -> None:
    body = json.dumps([[str(n)] * 40 for n in range(400)]).encode()

    assert len(Tree(sent(body)).blobs) < 40_000
