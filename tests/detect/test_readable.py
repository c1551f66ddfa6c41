"""A value counts once per place, under its most readable form."""

from __future__ import annotations

import base64
import hashlib
import json

from harness.detect import Searcher
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

CANARY = "kqxv7h2mzp.claims.test"
SEARCHER = Searcher([Planted(PlantedId("c"), PlantedKind.CANARY, CANARY, "host")])


def seen(body: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.form, s.path[1:]) for s in SEARCHER.search(sent(json.dumps(body).encode())).sightings]


def test_a_container_yields_to_what_it_holds() -> None:
    assert seen({"a": CANARY}) == [("plain", ("json:a",))]


def test_letters_yield_to_what_they_stand_for() -> None:
    assert seen({"a": base64.b64encode(CANARY.encode()).decode()}) == [("plain", ("json:a", "base64"))]


def test_a_second_reading_yields_to_the_first() -> None:
    assert seen({"a": f"https://{CANARY}/?q=%41bc"}) == [("plain", ("json:a",))]


def test_a_more_readable_form_outside_is_not_hidden_by_another_inside() -> None:
    body = json.dumps({"k": hashlib.md5(CANARY.encode()).hexdigest()})

    assert [form for form, _ in seen({CANARY[:15]: body, "x": CANARY})] == ["md5", "plain"]


def test_the_whole_address_yields_to_its_parts() -> None:
    found = SEARCHER.search(sent(b"", target=f"/p?q={CANARY}".encode())).sightings

    assert [s.path for s in found] == [("url.query:q",)]
