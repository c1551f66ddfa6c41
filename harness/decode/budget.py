"""The one place where the work spent on one message is bounded: bytes, layers, steps, never seconds.

A limit that is met becomes a gap (`GapReason.BUDGET`), and what was read before it stays read.  The
figures keep the worst message that we know how to build (a gzip bomb, 100,000-deep JSON) within half a
second and 100 MB on one core; `make bench` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """What one message may cost.

    Raises ValueError where a limit is not positive: a budget of nothing would read nothing.
    """

    expansion: int = 16 * 1024 * 1024
    """Bytes that all layers of one message may add up to: 16 times the largest body that an analytics
    client of the facts sends (1 MiB), and a third of a second of inflating and scanning."""
    layers: int = 40_000
    """Nodes of one message's tree: fifty events of 100 properties take 6,000."""
    depth: int = 24
    """Steps from the message to a leaf: the deepest real nesting known has eight."""
    nesting: int = 200
    """Levels inside one structured text: parsers that call themselves must not run out of stack,
    whose size differs between versions of Python."""
    structure: int = 150_000
    """Brackets and commas of one structured text: bounds the objects a parser may make."""
    attempts: int = 60_000
    """Nodes of one message that may be looked into: each is shown to at most a score of formats."""

    def __post_init__(self) -> None:
        for name in ("expansion", "layers", "depth", "nesting", "structure", "attempts"):
            if getattr(self, name) < 1:
                raise ValueError(f"budget: {name} must be at least 1, got {getattr(self, name)}")


DEFAULT = Budget()
