"""Rules for every test: a warning is an error here, and only here."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
RULES = (
    "error",
    # Raised by the garbage collector in whatever test happens to run then: cannot be one test's failure.
    "ignore::ResourceWarning",
    "default::pytest.PytestUnraisableExceptionWarning",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Not in pyproject.toml: a warning while a phone is measured must not end the measurement."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            # In front: a test's own `filterwarnings` marks still have the last word.
            item.add_marker(pytest.mark.filterwarnings(*RULES), append=False)
