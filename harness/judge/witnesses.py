"""Witnesses of a judgement: one for each exchange, whatever number of values stood in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from harness.model.judgement import Value, Witness

_ANY = (Value((), "", "", ""),)


def grouped(found: Iterable[Witness]) -> tuple[Witness, ...]:
    """The same findings with the values of one exchange together, each once, in the order in which they came.

    Values come together where all else is equal: one sender, one destination, one arm and one detail.
    """
    together: dict[Witness, dict[Value, None]] = {}
    for witness in found:
        values = together.setdefault(replace(witness, values=_ANY), {})
        values.update(dict.fromkeys(witness.values))
    return tuple(replace(place, values=tuple(values)) for place, values in together.items())
