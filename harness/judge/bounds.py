"""How much an absence over n acts can still hide: exact 95 % bound of a leak per act (method §9)."""

from __future__ import annotations

EXACT_BELOW = 30


def upper_bound(n: int) -> float | None:
    """The largest leak probability per act that zero of n still allows at 95 %; None for n = 0.

    Exact (1 - 0.05^(1/n)) below n = 30, the rule of three above.
    """
    if n <= 0:
        return None
    return float(1 - 0.05 ** (1 / n)) if n < EXACT_BELOW else 3 / n


def in_words(n: int) -> str:
    """The bound as a sentence for the report."""
    bound = upper_bound(n)
    if bound is None:
        return "n = 0: nothing was tried"
    return f"n = {n}: up to {bound:.0%} of acts could leak unseen (95 %)"
