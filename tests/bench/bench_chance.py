"""Random values in unrelated messages: nothing there may convict (method §7)."""

from __future__ import annotations

from tests.bench.chance import measured

_SMALL, _LARGE = 10, 1_000
"""Batches of 1,000 values and 100 messages: the large run takes half an hour."""


def main(large: bool) -> None:  # noqa: FBT001 (the signature of every benchmark)
    """Prints what was met by chance."""
    hits = measured(_LARGE if large else _SMALL, seed=20_261_127)
    candidates = ", ".join(f"{count} x {form}" for form, count in hits.candidates.most_common()) or "none"
    print("| random values | unrelated messages | witnesses | candidates |\n|---:|---:|---:|---|")
    print(f"| {hits.values:,} | {hits.messages:,} | {len(hits.witnesses)} | {candidates} |")
    if hits.witnesses:
        raise SystemExit(f"found by chance: {hits.witnesses[:5]}")
