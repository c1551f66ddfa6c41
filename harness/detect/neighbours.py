"""Pieces of one value in neighbouring messages of one connection.

A value that is sent in several messages, some letters in each, is whole in none of them.  Each place keeps
the end of what stood there, so that the messages are read as one text, as far back as a value is long.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.message import Message
from harness.model.sighting import LayerPath, Leaf

STEP = "joined:messages"
"""Last step of a path to what messages spell together."""
_REACH = 64
"""Bytes that are kept of what stood at a place: longer than any planted value's pieces."""
_MOST_PLACES = 20_000
"""Places that are remembered, of all connections; the one that was quiet longest is forgotten first."""
_INDEX = re.compile(r"\[\d+\]")

Place = tuple[str, str, bool, LayerPath]


@dataclass(frozen=True, slots=True)
class Across:
    """What stands at one place of several messages: what lies across `boundary` is whole in none of them."""

    path: LayerPath
    text: bytes
    boundary: int


class Neighbours:
    """What stood last at every place of the messages of every connection."""

    def __init__(self) -> None:
        self._ends: OrderedDict[Place, bytes] = OrderedDict()

    def follow(self, message: Message, leaves: Sequence[Leaf]) -> list[Across]:
        """What the leaves of a message spell together with those before them at the same place.

        Only what differs from before is a piece: a place that always says the same is passed over.
        """
        connection = message.connection or message.host
        found: list[Across] = []
        for leaf in leaves:
            value = leaf.value
            if not value:
                continue
            path = (*leaf.path[:-1], _INDEX.sub("[]", leaf.path[-1])) if "[" in leaf.path[-1] else leaf.path
            place = (connection, message.host, message.direction.value == "out", path)
            before = self._ends.pop(place, b"")
            repeated = before.endswith(value)
            self._ends[place] = before if repeated else (before + value)[-_REACH:]
            if before and not repeated:
                found.append(Across(leaf.path, before + value[:_REACH], len(before)))
        while len(self._ends) > _MOST_PLACES:
            self._ends.popitem(last=False)
        return found
