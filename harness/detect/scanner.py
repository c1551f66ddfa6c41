"""One pass over the layers of a message: patterns by the matcher, digests in hex by their first bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from harness.decode import Tree
from harness.decode.kind import hex_runs
from harness.decode.node import PLAIN, REJECTED
from harness.decode.tentative import JOINED
from harness.detect import digest
from harness.detect.digest_table import DigestTable
from harness.detect.forms import HALF_RANK, Form, forms, is_token_only
from harness.detect.hit import DIGEST_RANK, Hit, chance, common, digest_form, keep, stands_alone
from harness.detect.matcher import Matcher
from harness.detect.short_digest import ShortDigests
from harness.detect.short_digest import chance as short_chance
from harness.model.message import GapReason
from harness.model.planted import Planted, PlantedKind

Engine = Callable[[Sequence[bytes], Sequence[bool]], Matcher]
"""Makes a matcher of patterns, each with whether case counts."""

BETWEEN = b"\x00\n\x00"
"""Stands between layers in the text that is scanned: no pattern may reach over it."""
_BEHIND = len(BETWEEN).__add__
_UNREAD = frozenset({PLAIN, REJECTED})
_WINDOW = 2 * digest.LEAST
_MOST_WINDOWS = 1_000_000
"""Hex digits of one message at which a digest is looked up: a quarter of a second; the largest upload of
the facts, fifty events, has some ten thousand."""


class Scanner:
    """All forms of a set of values, ready to be looked for in any texts."""

    def __init__(self, values: Sequence[Planted], salts: Sequence[str], engine: Engine) -> None:
        patterns: dict[tuple[bytes, bool], list[tuple[int, Form]]] = {}
        self._values = values
        self._digests = DigestTable()
        self._short = ShortDigests()
        for number, planted in enumerate(values):
            for form in forms(planted):
                key = (form.pattern.lower() if form.caseless else form.pattern, form.caseless)
                patterns.setdefault(key, []).append((number, form))
            hashes = digest.unkeyed(planted.value)
            if planted.kind is PlantedKind.IDENTIFIER:
                hashes = (*hashes, *digest.keyed(planted.value, salts))
            for name, hashed in hashes:
                self._digests.add(number, name, hashed)
            if not is_token_only(planted.value) or planted.kind is PlantedKind.IDENTIFIER:
                self._short.add(number, planted.value)
        self._forms = list(patterns.values())
        self._lengths = [len(p) for p, _ in patterns]
        self._matcher = engine([p for p, _ in patterns], [c for _, c in patterns])

    def scan(self, blobs: Sequence[bytes], tree: Tree) -> dict[tuple[int, int], Hit]:
        """The most readable form of every value in every layer of a message, by layer and value."""
        text = BETWEEN.join(blobs)
        raw, runs = self.matches(text)
        best: dict[tuple[int, int], Hit] = {}
        self._look_up_leaves(blobs, tree, best)
        if len(text) > _MOST_WINDOWS:
            runs = _within(runs, tree)
        if not (raw or runs):
            return best
        starts = list(accumulate(map(_BEHIND, map(len, blobs)), initial=0))
        for end, number in raw:
            start = end - self._lengths[number]
            node = bisect_right(starts, start) - 1
            offset = starts[node]
            blob = blobs[node]
            if end > offset + len(blob):
                continue
            joined = _is_joined(tree, node)
            for hit in self.judged(blob, start - offset, end - offset, number, node):
                if not joined or self._may_be_in_pieces(hit):
                    keep(best, hit)
        for start, end in runs:
            run = text[start:end]
            for at, hit in self.looked_up(run):
                hit.node = node = bisect_right(starts, start + at) - 1
                keep(best, hit)
        return best

    def across(self, texts: Sequence[tuple[bytes, int]]) -> list[Hit]:
        """Long values, as written, that lie across the boundary of some texts; `node` is the text."""
        found: dict[tuple[int, int], Hit] = {}
        text = BETWEEN.join([one for one, _ in texts])
        starts = list(accumulate((len(one) + len(BETWEEN) for one, _ in texts), initial=0))
        for end, number in self._matcher.scan(text):
            start = end - self._lengths[number]
            node = bisect_right(starts, start) - 1
            one, boundary = texts[node]
            first, last = start - starts[node], end - starts[node]
            if first < boundary < last <= len(one):
                for hit in self.judged(one, first, last, number, node):
                    if self._may_be_in_pieces(hit):
                        keep(found, hit)
        return list(found.values())

    def matches(self, text: bytes) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Where patterns end in a text, with their numbers, and its stretches of hex digits."""
        return self._matcher.scan(text), hex_runs(text, _WINDOW) if self._digests.first else []

    def _may_be_in_pieces(self, hit: Hit) -> bool:
        """Whether what neighbours spell together tells of a value: a long one, as it was written."""
        return hit.rank < HALF_RANK and len(self._values[hit.planted].value) >= LEAST_IN_PIECES

    def judged(self, blob: bytes, start: int, end: int, number: int, node: int) -> list[Hit]:
        """What a match of a pattern in a text means."""
        found = []
        for planted, form in self._forms[number]:
            if form.token and not stands_alone(blob, start, end, form.name):
                continue
            name, rank, own = form.name, form.rank, form.own
            if rank == 0 and blob[start:end] != form.pattern:
                name, rank = "case", 1
            if form.digest:
                name, own = digest_form(blob, start, form)
            found.append(Hit(node, planted, rank, name, chance(len(blob), own, form.letters)))
        return found

    def _look_up_leaves(self, blobs: Sequence[bytes], tree: Tree, best: dict[tuple[int, int], Hit]) -> None:
        """Which leaves are a digest of 32 bits, or begin with the bytes of a longer one."""
        flags, digests, least = tree.flags, self._digests.first, digest.LEAST
        for node in tree.active:
            if flags[node] in _UNREAD and blobs[node][:least] in digests:
                self._look_up_bytes(blobs[node], node, best)
        for node, number, name in self._short.look_up(blobs):
            keep(best, Hit(node, number, DIGEST_RANK + 1, name, short_chance(len(blobs))))

    def _look_up_bytes(self, data: bytes, node: int, best: dict[tuple[int, int], Hit]) -> None:
        """Whether the bytes of a node begin with a known digest."""
        for planted, name, hashed in self._digests.entries(data[: digest.LEAST]):
            length = common(data, hashed)
            whole = length >= len(hashed)
            keep(
                best,
                Hit(
                    node,
                    planted,
                    DIGEST_RANK,
                    name if whole else f"{name}/truncated",
                    chance(1, length, 256),
                ),
            )

    def looked_up(self, run: bytes) -> list[tuple[int, Hit]]:
        """Every place of a stretch of hex digits at which a known digest begins, with what it means."""
        known, least, length = self._digests.first, digest.LEAST, len(run)
        found: list[tuple[int, Hit]] = []
        for odd in (0, 1) if length > _WINDOW else (0,):
            data = bytes.fromhex(run[odd : length - (length - odd) % 2].decode("ascii"))
            for place in range(len(data) - least + 1):
                if data[place : place + least] not in known:
                    continue
                at = odd + 2 * place
                for planted, name, hashed in self._digests.entries(data[place : place + least]):
                    same = common(run[at:].lower(), hashed.hex().encode())
                    form = name if same >= 2 * len(hashed) else f"{name}/truncated"
                    found.append((at, Hit(-1, planted, DIGEST_RANK, form, chance(length, same, 16))))
        return found


LEAST_IN_PIECES = 10
"""Characters of a value that is looked for in pieces: shorter ones are met where any two fields meet."""


def _is_joined(tree: Tree, node: int) -> bool:
    step = tree.steps[node]
    return isinstance(step, str) and step.startswith(JOINED)


def _within(runs: list[tuple[int, int]], tree: Tree) -> list[tuple[int, int]]:
    """The stretches that the budget allows; the rest is a gap."""
    left = _MOST_WINDOWS
    for number, (start, end) in enumerate(runs):
        if end - start > left:
            tree.exceeded = True
            tree.gap(0, GapReason.BUDGET, f"digests looked up in the first {_MOST_WINDOWS} hex digits only")
            return [*runs[:number], (start, start + left)]
        left -= end - start
    return runs
