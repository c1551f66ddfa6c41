"""Looks for planted values in every layer of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.decode import BUILT_IN, DEFAULT, Budget, DecodeGap, Tree, VendorFormats
from harness.detect.hit import Hit
from harness.detect.matcher import matcher
from harness.detect.neighbours import STEP, Across
from harness.detect.readable import most_readable
from harness.detect.scanner import Engine, Scanner
from harness.model.message import Message
from harness.model.planted import Planted
from harness.model.sighting import LayerPath, Sighting


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: where which values were, and what could not be read."""

    sightings: tuple[Sighting, ...]
    gaps: tuple[DecodeGap, ...]


class Searcher:
    """All forms of a set of values, ready to be looked for in any number of messages.

    `salts` are the declared keys and salts of HMAC and salted digests, at most 32: they are tried for
    identifiers only.  Raises ValueError for more.  Messages are read with the vendor `formats`.
    """

    def __init__(
        self,
        values: Sequence[Planted],
        salts: Sequence[str] = (),
        budget: Budget = DEFAULT,
        engine: Engine = matcher,
        formats: VendorFormats = BUILT_IN,
    ) -> None:
        if len(salts) > _MOST_SALTS:
            raise ValueError(f"at most {_MOST_SALTS} salts, got {len(salts)}")
        self._values = tuple(values)
        self._budget, self._formats = budget, formats
        self._scanner = Scanner(self._values, salts, engine)

    def search(self, message: Message, tree: Tree | None = None) -> Found:
        """Every value found, once per place and in its most readable form there, and the gaps.

        Raises ValueError for a tree that was read with other vendor formats.
        """
        if tree is None:
            tree = Tree(message, self._budget, self._formats)
        elif tree.formats is not self._formats:
            raise ValueError("wanted a tree of the searcher's vendor formats, found one of others")
        hits = list(self._scanner.scan(tree.blobs, tree).values())
        if not hits:
            return Found((), tree.gaps)
        sightings = [self._sighting(message, tree.path(hit.node), hit) for hit in most_readable(tree, hits)]
        sightings.sort(key=_place)
        return Found(tuple(sightings), tree.gaps)

    def search_across(self, message: Message, pieces: Sequence[Across]) -> tuple[Sighting, ...]:
        """Values that lie across messages of one connection (`Neighbours.follow`), in the last of them."""
        found = [
            self._sighting(message, (*pieces[hit.node].path, STEP), hit)
            for hit in self._scanner.across([(piece.text, piece.boundary) for piece in pieces])
        ]
        return tuple(sorted(found, key=_place))

    def _sighting(self, message: Message, path: LayerPath, hit: Hit) -> Sighting:
        return Sighting(
            message.exchange, message.direction, path, hit.form, self._values[hit.planted].id, hit.chance
        )


_MOST_SALTS = 32


def _place(sighting: Sighting) -> tuple[tuple[str, ...], str]:
    return sighting.path, sighting.planted
