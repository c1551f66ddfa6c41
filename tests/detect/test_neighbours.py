from __future__ import annotations

import dataclasses
import json

import pytest

from harness.decode import unwrap
from harness.detect import Neighbours, Searcher
from harness.detect.neighbours import STEP
from harness.model.message import ConnectionId, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

VALUE = "kqxv7h2mzp2abc4def5ghi6jkl"
SEARCHER = Searcher([Planted(PlantedId("c"), PlantedKind.CANARY, VALUE, "title")])


def pieces(size: int) -> list[str]:
    return [VALUE[at : at + size] for at in range(0, len(VALUE), size)]


def seen(messages: list[Message]) -> list[tuple[str, ...]]:
    """Paths of what lies across messages, one after another."""
    neighbours = Neighbours()
    found = []
    for message in messages:
        leaves = unwrap(message).leaves
        found += [s.path for s in SEARCHER.search_across(message, neighbours.follow(message, leaves))]
    return found


def numbered(bodies: list[bytes], **more: object) -> list[Message]:
    return [
        dataclasses.replace(sent(body), exchange=ExchangeId(str(n)), **more) for n, body in enumerate(bodies)
    ]


@pytest.mark.parametrize("size", [2, 5, 13, 25])
def test_a_value_in_pieces_over_messages_is_seen_in_the_last(size: int) -> None:
    bodies = [json.dumps({"v": "1.0", "q": piece}).encode() for piece in pieces(size)]

    assert ("body", "json:q", STEP) in seen(numbered(bodies))


def test_pieces_may_stand_in_raw_payloads_that_were_cut_anywhere() -> None:
    stream = b"\x00\x01hello " + VALUE.encode() + b" bye\xff"
    bodies = [stream[at : at + 7] for at in range(0, len(stream), 7)]

    assert seen(numbered(bodies, transport=Transport.TCP))


def test_pieces_of_different_connections_or_places_are_not_one_value() -> None:
    first, second = (json.dumps({"q": piece}).encode() for piece in pieces(13))
    apart = [
        dataclasses.replace(message, connection=ConnectionId(str(n)))
        for n, message in enumerate(numbered([first, second]))
    ]

    assert seen(apart) == []
    assert seen(numbered([first, json.dumps({"other": VALUE[13:]}).encode()])) == []


def test_what_is_repeated_between_is_no_piece_and_a_whole_value_is_not_seen_again() -> None:
    first, second = (json.dumps({"q": piece}).encode() for piece in pieces(13))

    assert seen(numbered([first, first, first, second]))
    assert seen(numbered([json.dumps({"q": VALUE}).encode()] * 3)) == []


def test_places_that_are_remembered_are_bounded() -> None:
    neighbours = Neighbours()
    for number in range(300):
        message = sent(json.dumps({f"k{number}-{n}": "x" for n in range(100)}).encode())
        neighbours.follow(message, unwrap(message).leaves)

    assert len(neighbours._ends) <= 20_000
