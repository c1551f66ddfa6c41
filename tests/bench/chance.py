"""Random values looked for in unrelated messages: whatever is found there is found by chance."""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.detect import Searcher
from harness.model.message import Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.bench import decode_loads
from tests.messages import sent

WITNESS = 1e-6
"""Expected random hits over all messages of a batch above which a form is a candidate (method §7)."""
VALUES, MESSAGES = 1_000, 100
"""Values and messages of one batch."""
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_TEXT = """
    account activity address album alice animal answer apple archive article autumn battery birthday
    blue book bridge browser camera canal castle channel christmas city coffee colour concert contact
    country daily data december diary dinner doctor document dollar email english evening example family
    feed film flower football friend garden german gold group guitar hamburg harbour health history
    holiday home hospital hotel image island january journey kitchen language letter library light
    london market medicine message mobile monday morning mountain museum music network news night notes
    number office orange page paper paris party people phone photo picture plan police private question
    radio record river road room school search secret shoes shop smith song station story street summer
    sunday teacher team theatre ticket tour train travel tree video village visit water weather website
    week winter work world year young
"""
_WORDS = _TEXT.split()


@dataclass(slots=True)
class Hits:
    """What was met by chance: `witnesses` are what would convict, `candidates` are counted by form."""

    values: int = 0
    messages: int = 0
    witnesses: list[str] = field(default_factory=list)
    candidates: Counter[str] = field(default_factory=Counter)


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _words(dice: random.Random, count: int, between: str = " ") -> str:
    return between.join(dice.choice(_WORDS) for _ in range(count))


def value(dice: random.Random) -> tuple[PlantedKind, str, int]:  # noqa: PLR0911 (one return a kind)
    """Kind, value and registry prefix of something that a bench plants or somebody looks for."""
    match dice.randrange(9):
        case 0 | 1:
            return PlantedKind.CANARY, "".join(dice.choice(_BASE32) for _ in range(26)), 0
        case 2:
            return PlantedKind.IDENTIFIER, f"{dice.getrandbits(64):016x}", 0
        case 3:
            return PlantedKind.IDENTIFIER, str(uuid.UUID(int=dice.getrandbits(128), version=4)), 0
        case 4:
            return PlantedKind.IDENTIFIER, "86" + _digits(dice, 13), 8
        case 5:
            octets = dice.getrandbits(48).to_bytes(6, "big")
            return PlantedKind.IDENTIFIER, ":".join(f"{octet:02X}" for octet in octets), 9
        case 6:
            local = f"{_words(dice, 2, '.')}{dice.randrange(1930, 2010)}"
            return PlantedKind.IDENTIFIER, f"{local}@{dice.choice(_WORDS)}.example.com", 0
        case 7:
            path = _words(dice, 3, "/")
            return PlantedKind.CANARY, f"https://www.{dice.choice(_WORDS)}.test/{path}/{_digits(dice, 6)}", 0
        case _:
            return PlantedKind.IDENTIFIER, f"{_words(dice, 5)} {dice.randrange(1_000_000)}", 0


def message(dice: random.Random) -> Message:
    """A message that has nothing to do with any value: telemetry, a form, addresses, prose."""
    match dice.randrange(4):
        case 0:
            return sent(decode_loads.sensors_body(dice, f"{dice.getrandbits(64):016x}"))
        case 1:
            fields = "&".join(
                f"{dice.choice(_WORDS)}={dice.getrandbits(dice.choice((16, 31, 64)))}" for _ in range(20)
            )
            return sent(fields.encode(), target=f"/{_words(dice, 4, '/')}?t=16{_digits(dice, 8)}".encode())
        case 2:
            records = [
                {
                    "id": f"{dice.getrandbits(32):08x}",
                    "at": 1_600_000_000_000 + dice.getrandbits(36),
                    "link": f"https://www.{dice.choice(_WORDS)}.example.com/{_words(dice, 3, '/')}",
                    "text": _words(dice, 8),
                    "mail": f"{_words(dice, 2, '.')}@{dice.choice(_WORDS)}.example.com",
                }
                for _ in range(12)
            ]
            return sent(json.dumps(records).encode())
        case _:
            return sent(_words(dice, 300).encode())


def batches(seed: int) -> Iterator[Hits]:
    """Hits of one batch after the other, without end."""
    dice = random.Random(seed)  # noqa: S311 (the same batches for a seed)
    while True:
        planted = []
        for number in range(VALUES):
            kind, text, registry = value(dice)
            planted.append(Planted(PlantedId(f"{number}"), kind, text, "value", registry_prefix=registry))
        searcher = Searcher(planted)
        hits = Hits(VALUES, MESSAGES)
        for _ in range(MESSAGES):
            for sighting in searcher.search(message(dice)).sightings:
                if sighting.chance * MESSAGES > WITNESS:
                    hits.candidates[sighting.form] += 1
                else:
                    hits.witnesses.append(f"{planted[int(sighting.planted)].value} as {sighting.form}")
        yield hits


def measured(count: int, seed: int) -> Hits:
    """All hits of so many batches."""
    total = Hits()
    for _, hits in zip(range(count), batches(seed), strict=False):
        total.values += hits.values
        total.messages += hits.messages
        total.witnesses += hits.witnesses
        total.candidates += hits.candidates
    return total
