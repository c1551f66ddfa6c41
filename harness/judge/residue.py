"""Leaves that were read and not understood (method §7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from harness.judge.findings import ResidueLeaf
from harness.judge.outbound import Outbound
from harness.judge.sightings import general_path
from harness.model.planted import Planted
from harness.model.shape import Shape
from harness.model.sighting import Leaf, Sighting

RESIDUE_LONGER_THAN = 5
"""Bytes up to which an unexplained leaf cannot carry a planted value (method §7)."""
VALUES_MOST = 256
"""Different values kept for one kind of place; beyond, they are residue together, whatever they are."""


def covered(leaf: Leaf, sightings: Iterable[Sighting], planted: Mapping[str, Planted]) -> bool:
    """Whether a leaf is, or lies around, a planted value that was sighted there."""
    for sighting in sightings:
        if sighting.path[: len(leaf.path)] == leaf.path:
            return True
        inside = leaf.path[: len(sighting.path)] == sighting.path
        if inside and planted[sighting.planted].value.encode() in leaf.value:
            return True
    return False


def _is_known(leaf: Leaf) -> bool:
    """Whether it stands at a known place and is what may stand there, as far as that is published."""
    return leaf.field is not None and (leaf.field.grammar is None or leaf.free_bits is not None)


def _is_time(leaf: Leaf) -> bool:
    """Whether it is a point in time where one may stand: a value of a body or of a query, never a name."""
    step = leaf.path[-1]
    inside = len(leaf.path) > 1 or step.startswith("url.query:")
    return inside and not step.endswith("}") and leaf.shape is Shape.TIME


class Residue:
    """Gathers unexplained values by sender, host and kind of place."""

    def __init__(self, planted: Mapping[str, Planted]) -> None:
        self._planted = planted
        self._values: dict[tuple[object, ...], set[bytes]] = {}
        self._found: dict[tuple[object, ...], ResidueLeaf] = {}

    def add(self, leaf: Leaf, sightings: tuple[Sighting, ...], sent: Outbound) -> None:
        """One more leaf."""
        if _is_known(leaf) or len(leaf.value) <= RESIDUE_LONGER_THAN or _is_time(leaf):
            return
        if covered(leaf, sightings, self._planted):
            return
        message = sent.message
        host = "canary site" if sent.by_canary else message.host
        place = (sent.uid, host, general_path(leaf.path))
        values = self._values.setdefault(place, set())
        digest = hashlib.sha256(leaf.value).digest()[:8]
        if digest not in values and len(values) >= VALUES_MOST:
            digest = b""
        values.add(digest)
        key = (*place, digest)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = ResidueLeaf(sent.uid, sent.app, host, leaf.path, message.exchange)
            known.mixed = not digest
        known.moments.add(message.time_us)

    def result(self) -> tuple[ResidueLeaf, ...]:
        """Every unexplained value in the order they were met."""
        return tuple(self._found.values())
