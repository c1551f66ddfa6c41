"""Which package an arm suspends: a relay that nobody can read is closed by an arm without it (method §6)."""

from __future__ import annotations

from harness.model.arm import ArmKey
from harness.model.condition import Conditions

SUSPENDED = "suspended"
"""The condition whose value is a package."""


def suspended(key: ArmKey) -> str | None:
    """The package that does not run in an arm, None where all do."""
    return dict(key.conditions).get(SUSPENDED)


def otherwise(key: ArmKey) -> Conditions:
    """What an arm fixes for itself beside the package that it suspends."""
    return tuple(pair for pair in key.conditions if pair[0] != SUSPENDED)
