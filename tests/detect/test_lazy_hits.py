"""Hits of a lazy tree are those of one that is read in full, or none where only that one tells."""

from __future__ import annotations

import base64

import pytest

from harness.decode import DEFAULT, Budget, Tree
from harness.detect.lazy_hits import full_hits
from harness.detect.matcher import matcher
from harness.detect.scanner import Scanner
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

NOISE = bytes((n * 167 + 13) % 256 for n in range(160))
CANARY = "kqxv7h2mzp.claims.test"
SCANNER = Scanner([Planted(PlantedId("c"), PlantedKind.CANARY, CANARY, "host")], (), matcher)


def places(body: bytes, budget: Budget = DEFAULT) -> list[str] | None:
    tree = Tree(sent(body), budget, lazy=True)
    needles: dict[int, set[bytes]] = {}
    hits = full_hits(tree, SCANNER.scan(tree.blobs, tree, needles), needles, SCANNER)
    return None if hits is None else sorted(tree.path(hit.node)[-1] for hit in hits)


def test_the_leaf_around_a_hit_is_named() -> None:
    assert places(b'{"a":"inert","b":"%b"}' % CANARY.encode()) == ["body", "json:b"]
    assert places(b'{"a":"https://%b/?q=1"}' % CANARY.encode()) == ["body", "json:a"]


@pytest.mark.parametrize(
    ("body", "budget"),
    [
        (b'{"a":"%b"}' % base64.b64encode(CANARY.encode()), DEFAULT),
        (b'{"a":"%b","b":"c"}' % CANARY.encode(), Budget(layers=3)),
        (b'{"a":"%b","b":"%b"}' % (CANARY.encode(), base64.b64encode(NOISE)), DEFAULT),
    ],
    ids=["below a leaf", "budget", "gap below a leaf"],
)
def test_only_reading_in_full_tells_what_is_below_a_leaf(body: bytes, budget: Budget) -> None:
    assert places(body, budget) is None
