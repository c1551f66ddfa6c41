"""Looks for planted values in every layer of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.decode import BUILT_IN, DEFAULT, Budget, DecodeGap, Tree, VendorFormats, exhausted
from harness.decode.node import Cost
from harness.detect.fast_path import FastPath, JsonMessage
from harness.detect.hit import Hit
from harness.detect.json_search import search as search_json
from harness.detect.lazy_hits import full_hits
from harness.detect.matcher import matcher
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
        self._exhausted: dict[bytes, Cost] = {}
        self._silent: set[bytes] = set()
        self._fast_path = FastPath(budget, formats)
        self._answers: dict[tuple[object, ...], Found] = {}

    def search(self, message: Message, tree: Tree | None = None) -> Found:
        """Every value found, once per place and in its most readable form there, and the gaps.

        A message is read lazily: the leaves of its JSON texts become nodes only around a hit, and what was
        found exhausted before is left out.  Where that could make a difference (the budget was met, a hit or
        a gap lies below such a leaf) the message is read again in full, so that the result never depends
        on how it was found (test).  Raises ValueError for a tree that was read with other vendor formats.
        """
        if tree is not None:
            if tree.formats is not self._formats:
                raise ValueError("wanted a tree of the searcher's vendor formats, found one of others")
            return self._search(message, tree)
        key = (
            message.body,
            message.target,
            message.headers,
            message.host,
            message.direction,
            message.transport,
            message.port,
            message.truncated,
        )
        known = self._answers.get(key)
        if known is None:
            reduced = self._fast_path.unwrap(message)
            quick = None if reduced is None else self._search_json(message, reduced)
            if quick is not None:
                return quick
            lazy = Tree(
                message,
                self._budget,
                self._formats,
                lazy=True,
                exhausted=self._exhausted,
                silent=self._silent,
            )
            known = self._search(message, lazy)
            if len(message.body) <= _SHORT_BODY:
                if len(self._answers) >= _ANSWERS:
                    self._answers.clear()
                self._answers[key] = known
        elif known.sightings:
            return Found(tuple(replace(s, exchange=message.exchange) for s in known.sightings), known.gaps)
        return known

    def _search_json(self, message: Message, reduced: JsonMessage) -> Found | None:
        """The search of a message that is one JSON text; None where something was found around it."""
        hits = search_json(reduced, self._scanner, self._fast_path.shapes)
        if hits is None:
            return None
        self._fast_path.remember(message)
        if not hits:
            return _NOTHING
        prefix = tuple(reduced.prefix)
        sightings = [
            self._sighting(message, prefix if step is None else (*prefix, step), hit) for step, hit in hits
        ]
        sightings.sort(key=_place)
        return Found(tuple(sightings), ())

    def _sighting(self, message: Message, path: LayerPath, hit: Hit) -> Sighting:
        return Sighting(
            message.exchange, message.direction, path, hit.form, self._values[hit.planted].id, hit.chance
        )

    def _search(self, message: Message, tree: Tree) -> Found:
        """The search of a tree."""
        needles: dict[int, set[bytes]] = {}
        best = self._scanner.scan(tree.blobs, tree, needles)
        if best or tree.exceeded or tree.gap_nodes:
            hits = full_hits(tree, best, needles, self._scanner)
            if hits is None:
                tree = Tree(message, self._budget, self._formats)
                hits = list(self._scanner.scan(tree.blobs, tree).values())
        else:
            hits = []
        if not tree.exceeded:
            self._remember(tree, hits)
        if not hits:
            return Found((), tree.gaps)
        sightings = [self._sighting(message, tree.path(hit.node), hit) for hit in most_readable(tree, hits)]
        sightings.sort(key=_place)
        return Found(tuple(sightings), tree.gaps)

    def _remember(self, tree: Tree, hits: Sequence[Hit]) -> None:
        """Notes the leaves of a message whose decodings gave nothing: a phone repeats itself."""
        hit_nodes = {hit.node for hit in hits}
        costs = exhausted.exhausted_leaves(tree, hit_nodes)
        parts = [] if tree.skipped else exhausted.silent_parts(tree, hit_nodes)
        if parts:
            if len(self._silent) > _REMEMBERED:
                self._silent.clear()
            self._silent.update(parts)
        if costs:
            if len(self._exhausted) + len(costs) > _REMEMBERED:
                self._exhausted.clear()
            self._exhausted.update(costs)


_MOST_SALTS = 32
_ANSWERS = 1_000
_SHORT_BODY = 8_192
"""Messages of at most so many bytes whose answers are kept for when they come again: 10 MB."""
_REMEMBERED = 50_000
"""Leaves remembered, of at most 256 bytes each: 15 MB."""


_NOTHING = Found((), ())


def _place(sighting: Sighting) -> tuple[tuple[str, ...], str]:
    return sighting.path, sighting.planted
