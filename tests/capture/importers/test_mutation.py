"""An importer in which a loop, a comprehension or an addition is left out loses something, and that shows."""

from __future__ import annotations

from pathlib import Path

import pytest

import harness.capture.importers
from tests.capture.importers.mutation import files_of
from tests.mutants import mutants, survivors

ROOM = "harness.capture.importers."
FOLDER = Path(harness.capture.importers.__file__).parent
MOST = 3
"""Mutants of one module that are tried, always the same ones: all would take longer than four minutes."""
MODULES = sorted(
    path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__" and any(mutants(path.read_text()))
)
TRIED = ("direction", "notes")
"""Modules of which the mutants are tried: each takes a minute or two, and all would take an hour."""
EQUIVALENT: dict[str, dict[str, str]] = {}
"""Mutants that lose nothing, by module and name, each with the reason."""


def test_every_module_has_tests_that_stand_for_it() -> None:
    assert set(TRIED) <= set(MODULES)
    assert all(path.exists() for name in MODULES for path in files_of(name))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", TRIED)
def test_every_mutant_is_noticed(name: str, record_property: pytest.RecordProperty) -> None:
    every, alive = survivors(ROOM + name, [ROOM + name], "tests.capture.importers.mutation:conserves", MOST)

    print(f"{name}: {len(every)} mutants, {len(every) - len(alive)} noticed")
    record_property("mutants", len(every))
    assert not set(alive) - set(EQUIVALENT.get(name, {}))


def test_what_is_equivalent_has_its_reason() -> None:
    assert all(reason for names in EQUIVALENT.values() for reason in names.values())
