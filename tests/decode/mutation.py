"""The check that mutants of the decoders run into: the conservation of one format, with a fixed seed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.decode.conservation import Case, check
from tests.decode.conservation_strategies import STRATEGIES


def conserves(module: ModuleType) -> None:
    """Raises what the first case raises in which something gets lost."""
    strategy: Any = STRATEGIES[module.__name__.removeprefix("harness.decode.")]

    @settings(
        max_examples=80,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(case=strategy)
    def run(case: Case) -> None:
        check(module, case)

    run()
