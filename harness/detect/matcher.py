"""Many patterns in one pass: hyperscan where it has a wheel, else ahocorasick-rs, with equal results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ahocorasick_rs import BytesAhoCorasick

try:
    import hyperscan
except ImportError:  # no wheel for this platform: the other library does the same, slower
    hyperscan = None  # type: ignore[assignment,unused-ignore]

Hit = tuple[int, int]
"""End of a match in bytes, number of its pattern."""


class Matcher(Protocol):
    """Finds every occurrence of every pattern, overlapping ones too."""

    def scan(self, data: bytes) -> list[Hit]:
        """All matches in their order."""


class HyperscanMatcher:
    """Matcher over Intel's library: each pattern is a regular expression of escaped bytes.

    Escaped, since its literal interface stops at a NUL byte (seen with hyperscan 0.9.1).
    """

    def __init__(self, patterns: Sequence[bytes], caseless: Sequence[bool]) -> None:
        self._database = None
        if patterns:
            self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            self._database.compile(
                expressions=[b"".join(b"\\x%02x" % c for c in p) for p in patterns],
                ids=list(range(len(patterns))),
                flags=[hyperscan.HS_FLAG_CASELESS if c else 0 for c in caseless],
            )

    def scan(self, data: bytes) -> list[Hit]:
        """All matches in their order."""
        hits: list[Hit] = []
        if self._database is not None and data:

            def note(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
                hits.append((end, number))

            self._database.scan(data, match_event_handler=note)
            if len(hits) > 1:
                hits.sort()
        return hits


class AhoCorasickMatcher:
    """Matcher over ahocorasick-rs: one automaton for exact bytes, one for lower-cased ones."""

    def __init__(self, patterns: Sequence[bytes], caseless: Sequence[bool]) -> None:
        self._exact = [n for n, c in enumerate(caseless) if not c]
        self._folded = [n for n, c in enumerate(caseless) if c]
        self._exact_automaton = BytesAhoCorasick([patterns[n] for n in self._exact])
        self._folded_automaton = BytesAhoCorasick([patterns[n].lower() for n in self._folded])

    def scan(self, data: bytes) -> list[Hit]:
        """All matches in their order."""
        hits = [
            (end, self._exact[n])
            for n, _, end in self._exact_automaton.find_matches_as_indexes(data, overlapping=True)
        ]
        hits.extend(
            (end, self._folded[n])
            for n, _, end in self._folded_automaton.find_matches_as_indexes(data.lower(), overlapping=True)
        )
        hits.sort()
        return hits


class PatientMatcher:
    """Matcher for many patterns: quick to build, and soon quick to scan.

    Hyperscan takes seconds over tens of thousands of patterns (100,000: 5.7 s against 0.5 s), which a short
    capture never pays back.  It is built once as much was scanned as costs the other library that time.
    """

    def __init__(self, patterns: Sequence[bytes], caseless: Sequence[bool]) -> None:
        self._patterns, self._caseless = patterns, caseless
        self._engine: Matcher = AhoCorasickMatcher(patterns, caseless)
        self._left = _PAID_BACK * len(patterns)

    def scan(self, data: bytes) -> list[Hit]:
        """All matches in their order."""
        if self._left > 0:
            self._left -= len(data)
            if self._left <= 0:
                self._engine = HyperscanMatcher(self._patterns, self._caseless)
        return self._engine.scan(data)


_MANY = 4_000
"""Patterns up to which hyperscan is built in a tenth of a second."""
_PAID_BACK = 1_350
"""Bytes a pattern after which building the other library's tables has paid: it takes 27 to 55 us a pattern
and then scans a byte in 1 to 3 ns, where the one takes 20 to 35 ns (1,000 to 100,000 patterns)."""


def matcher(patterns: Sequence[bytes], caseless: Sequence[bool]) -> Matcher:
    """The fastest matcher that this machine has."""
    if hyperscan is None:
        return AhoCorasickMatcher(patterns, caseless)
    if len(patterns) > _MANY:
        return PatientMatcher(patterns, caseless)
    return HyperscanMatcher(patterns, caseless)
