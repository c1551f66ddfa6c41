"""Which packages an arm suspends: a relay that nobody can read is closed by an arm without it (method §6)."""

from __future__ import annotations

from harness.model.arm import ArmKey
from harness.model.condition import Conditions

SUSPENDED = "suspended"
"""The condition whose value are packages, with commas between them."""


def suspended(key: ArmKey) -> frozenset[str]:
    """The packages that do not run in an arm."""
    value = dict(key.conditions).get(SUSPENDED)
    return frozenset(value.split(",")) if value else frozenset()


def otherwise(key: ArmKey) -> Conditions:
    """What an arm fixes for itself beside the packages that it suspends."""
    return tuple(pair for pair in key.conditions if pair[0] != SUSPENDED)
