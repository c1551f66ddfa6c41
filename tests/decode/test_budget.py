"""Hostile messages become gaps: never an exception, a hang or a lost exchange."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.decode import DEFAULT, Budget, unwrap
from harness.detect import Searcher
from harness.model.message import GapReason
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

BENCH = Path(__file__).parent.parent / "bench" / "decode_hostile.py"
_spec = importlib.util.spec_from_file_location("decode_hostile", BENCH)
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
HOSTILE: dict[str, Callable[[], bytes]] = _module.HOSTILE

CANARY = "kqxv7h2mzp.claims.test"
SEARCHER = Searcher([Planted(PlantedId("c"), PlantedKind.CANARY, CANARY, "host")])
QUIETLY_READ = {
    "percent signs",
    "address of a million question marks",
    "equals signs and a space",
    "quoted-printable",
    "base64 stretches",
    "JSON of hex that may be deflate",
    "JSON of open brackets in a text",
    "multipart of a million parts",
    "multipart boundary of spaces",
    "JWT of dots",
}
"""Bodies that are read to their end, as the text that they are."""


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_a_gap_and_what_stands_beside_it_is_read(name: str) -> None:
    found = SEARCHER.search(sent(HOSTILE[name](), target=f"/{CANARY}".encode()))

    assert [s.path for s in found.sightings] == [("url.path",)]
    assert bool(found.gaps) or name in QUIETLY_READ


def test_what_was_read_before_the_budget_was_met_stays_read() -> None:
    budget = Budget(expansion=1_000)

    unwrapped = unwrap(sent(b'[{"a":"first"},{"b":"' + b"x" * 2_000 + b'"}]'), budget)

    assert [leaf.value for leaf in unwrapped.leaves if leaf.path[0] == "body"] == [
        b"2",
        b"a",
        b"first",
        b"b",
    ]
    assert [gap.reason for gap in unwrapped.gaps] == [GapReason.BUDGET]


@pytest.mark.parametrize("field", ["expansion", "layers", "depth", "nesting", "structure", "attempts"])
def test_a_budget_of_nothing_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Budget(**{field: 0})


def test_the_default_is_stated_in_one_place() -> None:
    assert Budget() == DEFAULT
