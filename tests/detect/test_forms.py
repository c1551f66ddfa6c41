"""Forms: blank values are never seen, registry parts are no form, chance is stated."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from harness.detect import Searcher
from harness.detect.forms import forms
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

_spec = importlib.util.spec_from_file_location("traffic", Path(__file__).parents[1] / "bench" / "traffic.py")
assert _spec is not None
assert _spec.loader is not None
traffic = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(traffic)


def seen(count: int) -> list[object]:
    searcher = Searcher(traffic.blanks(), ("com.mi.globalbrowser", "xiaomi"))
    return [s for m in traffic.traffic(count) for s in searcher.search(m).sightings]


def test_no_blank_value_is_seen_in_unrelated_traffic() -> None:
    assert seen(2_000) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_blank_value_is_seen_in_100_000_exchanges() -> None:
    assert seen(100_000) == []


def planted(value: str, prefix: int = 0) -> Planted:
    return Planted(PlantedId("v"), PlantedKind.IDENTIFIER, value, "x", registry_prefix=prefix)


@pytest.mark.parametrize(
    ("value", "prefix"), [("861234567890127", 8), ("AA:BB:CC:12:34:56", 8), ("262011234567890", 5)]
)
def test_a_registry_part_is_no_form(value: str, prefix: int) -> None:
    part = value[:prefix].encode()

    assert part not in [form.pattern for form in forms(planted(value, prefix))]


def chance(value: str, text: str, prefix: int = 0) -> tuple[str, float]:
    body = json.dumps({"t": text}).encode()
    message = Message(ExchangeId("1"), Direction.OUT, Transport.HTTP, 1, 0, "h.test", 443, body)
    (found,) = Searcher([planted(value, prefix)]).search(message).sightings
    return found.form, found.chance


def test_a_short_value_is_a_candidate_and_a_long_one_a_witness() -> None:
    assert chance("4711", "x 4711 y")[1] > 1e-6
    assert chance("9774d56d682e549c", "9774d56d682e549c") == ("plain", pytest.approx(16.0**-16))


def test_a_half_counts_without_its_registry_digits() -> None:
    form, expected = chance("861234567890127", "67890127", 8)

    assert form == "last-half"
    assert expected == pytest.approx(1e-7 * 10, rel=0.9)
    assert chance("861234567890127", "861234567890127", 8)[1] < 1e-12


def test_half_of_an_address_read_from_the_screen_is_no_form() -> None:
    """Two items of one news site begin alike: the one that was opened is not the other."""
    address = "https://news.example.com/read/5064f0b4bc1276cf"
    observed = Planted(PlantedId("o"), PlantedKind.OBSERVED, address, "feed-address")
    drawn = Planted(PlantedId("c"), PlantedKind.CANARY, address, "address")

    assert not any(form.name.endswith("-half") for form in forms(observed))
    assert {form.pattern for form in forms(drawn) if form.name.endswith("-half")} == {
        b"5064f0b4",
        b"bc1276cf",
    }


@pytest.mark.parametrize(
    "value",
    [
        "https://www.example.com/private/alice",
        "christopherjohnson",
        "christopher.johnson1987@mail.example.com",
        "2026-11-22T10:00:00.000Z",
        "alice private diary 2026 and 2027",
        "holiday-2026-photographs.jpg",
    ],
)
def test_half_of_what_was_not_drawn_at_random_is_no_form(value: str) -> None:
    given = Planted(PlantedId("g"), PlantedKind.IDENTIFIER, value, "value")

    assert [form.pattern for form in forms(given) if form.name.endswith("-half")] == []
