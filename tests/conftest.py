"""Rules for tests only: a warning is an error, nothing takes longer than TIMEOUT_S."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# How fast a machine draws says nothing of what is tested.
hypothesis.settings.register_profile(
    "any-load", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any-load")

TESTS = Path(__file__).parent
RULES = (
    "error",
    # Raised by the garbage collector in whatever test happens to run then: cannot be one test's failure.
    "ignore::ResourceWarning",
    "default::pytest.PytestUnraisableExceptionWarning",
)


TIMEOUT_S = 300


@pytest.fixture(scope="session", autouse=True)
def _a_bench_of_the_tests_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test uses the adb key or the journals of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.delenv("ADB_VENDOR_KEYS", raising=False)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Not in pyproject.toml: neither a warning nor the time it takes may end the measurement of a phone."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            # In front: a test's own `filterwarnings` marks still have the last word.
            item.add_marker(pytest.mark.filterwarnings(*RULES), append=False)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(TIMEOUT_S))
