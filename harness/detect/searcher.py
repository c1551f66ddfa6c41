"""Looks for planted values in every layer of a message."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from harness.decode import DEFAULT, Budget, DecodeGap, Tree, json_text
from harness.decode.kind import hex_runs
from harness.decode.refusal import Part
from harness.decode.tree import JUNK, PLAIN, Cost, ROOT, WHOLE
from harness.detect import digest
from harness.detect.forms import Form, forms
from harness.detect.lane import Peeled, peel, silent_parts
from harness.detect.matcher import Matcher, matcher
from harness.model.message import GapReason, Message
from harness.model.planted import Planted, PlantedKind
from harness.model.sighting import LayerPath, Sighting

_BETWEEN = b"\x00\n\x00"
"""Stands between layers in the text that is scanned: no pattern may reach over it."""

_ANNEX = ("percent", "url.", "base64@")
"""Steps to a second reading of the same text: the first keeps a value that both show alike."""

_BEHIND = len(_BETWEEN).__add__
_UNREAD = frozenset({PLAIN, JUNK})
_DIGEST_RANK = 9
_WINDOW = 2 * digest.LEAST


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: where which values were, and what could not be read."""

    sightings: tuple[Sighting, ...]
    gaps: tuple[DecodeGap, ...]


@dataclass(slots=True)
class _Hit:
    """A form of a value in a node, before it is decided which of several is reported."""

    node: int
    planted: int
    rank: int
    form: str
    chance: float


class Searcher:
    """All forms of a set of values, ready to be looked for in any number of messages.

    `salts` are the declared keys and salts of HMAC and salted digests, at most 32: they are tried for
    identifiers only.  Raises ValueError for more.
    """

    def __init__(
        self,
        values: Sequence[Planted],
        salts: Sequence[str] = (),
        budget: Budget = DEFAULT,
        engine: Callable[[Sequence[bytes], Sequence[bool]], Matcher] = matcher,
    ) -> None:
        if len(salts) > _MOST_SALTS:
            raise ValueError(f"at most {_MOST_SALTS} salts, got {len(salts)}")
        self._values = tuple(values)
        self._budget = budget
        patterns: dict[tuple[bytes, bool], list[tuple[int, Form]]] = {}
        self._digests: dict[bytes, tuple[tuple[int, str, bytes], ...]] = {}
        """Digests by the hex of their first bytes; tuples, which the garbage collector leaves alone."""
        for number, planted in enumerate(self._values):
            for form in forms(planted):
                key = (form.pattern.lower() if form.caseless else form.pattern, form.caseless)
                patterns.setdefault(key, []).append((number, form))
            for name, hashed in digest.direct(planted.value):
                self._note(number, name, hashed)
            for name, hashed in digest.twice(planted.value):
                self._note(number, name, hashed)
            if planted.kind is PlantedKind.IDENTIFIER:
                for name, hashed in digest.keyed(planted.value, salts):
                    self._note(number, name, hashed)
        self._barren: dict[bytes, Cost] = {}
        self._blank: set[bytes] = set()
        self._silent: set[bytes] = set()
        self._dregs: dict[bytes, tuple[bytes, ...]] = {}
        self._answers: dict[tuple[object, ...], Found] = {}
        self._forms = list(patterns.values())
        self._lengths = [len(p) for p, _ in patterns]
        self._matcher = engine([p for p, _ in patterns], [c for _, c in patterns])

    def _note(self, number: int, name: str, hashed: bytes) -> None:
        key = hashed[: digest.LEAST].hex().encode()
        self._digests[key] = (*self._digests.get(key, ()), (number, name, hashed))

    def search(self, message: Message, tree: Tree | None = None) -> Found:
        """Every value found, once per place and in its most readable form there, and the gaps.

        A message is read lazily: the leaves of its JSON texts are grown only around a hit, and what was
        found barren before is left out.  Where that could make a difference (the budget was met, a hit or
        a gap lies below such a leaf) the message is read again in full, so that the result never depends
        on how it was found (test).
        """
        if tree is not None:
            return self._search(message, tree)
        key = (
            message.body,
            message.target,
            message.headers,
            message.host,
            message.direction,
            message.transport,
            message.port,
            message.truncated,
        )
        known = self._answers.get(key)
        if known is None:
            peeled = peel(message, self._budget, self._silent, self._dregs)
            quick = None if peeled is None else self._search_peeled(message, peeled)
            if quick is not None:
                return quick
            grown = Tree(message, self._budget, self._barren, lazy=True, blank=self._blank)
            known = self._search(message, grown)
            if len(message.body) <= _SHORT_BODY:
                if len(self._answers) >= _ANSWERS:
                    self._answers.clear()
                self._answers[key] = known
        elif known.sightings:
            return Found(tuple(replace(s, exchange=message.exchange) for s in known.sightings), known.gaps)
        return known

    def _search_peeled(self, message: Message, peeled: Peeled) -> Found | None:
        """The search of a message that is one JSON text; None where something was found around it."""
        digests, least = self._digests, digest.LEAST
        for left in peeled.around:
            if left and left[:least].hex().encode() in digests:
                return None
        needles: dict[int, set[bytes]] = {}
        texts = peeled.texts
        best = self._scan([*texts, *peeled.around], None, needles)
        if not best:
            return _NOTHING
        count = len(texts)
        if any(node >= count for node, _ in best):
            return None
        seen = set().union(*needles.values())
        try:
            leaves = json_text.leaves_with(peeled.value, [needle.decode("utf-8") for needle in sorted(seen)])
        except UnicodeDecodeError:
            leaves = json_text.leaves(peeled.value)
        inside = self._scan([data for _, data in leaves], None)
        readable: dict[int, int] = {}
        for hit in inside.values():
            readable[hit.planted] = min(hit.rank, readable.get(hit.planted, hit.rank))
        prefix = tuple(peeled.prefix)
        sightings = [
            self._sighting(message, (*prefix, str(leaves[hit.node][0])), hit) for hit in inside.values()
        ]
        sightings += [
            self._sighting(message, prefix, hit)
            for (node, planted), hit in best.items()
            if node == 0 and readable.get(planted, hit.rank + 1) > hit.rank
        ]
        sightings.sort(key=_place)
        return Found(tuple(sightings), ())

    def _sighting(self, message: Message, path: LayerPath, hit: _Hit) -> Sighting:
        return Sighting(
            message.exchange, message.direction, path, hit.form, self._values[hit.planted].id, hit.chance
        )

    def _search(self, message: Message, tree: Tree) -> Found:
        """The search of a tree that has grown."""
        needles: dict[int, set[bytes]] = {}
        best = self._scan(tree.blobs, tree, needles)
        if best or tree.exceeded or tree.gap_nodes:
            hits = self._settled(tree, best, needles)
            if hits is None:
                tree = Tree(message, self._budget)
                hits = list(self._scan(tree.blobs, tree).values())
        else:
            hits = []
        if not tree.exceeded:
            self._remember(message, tree, hits)
        if not hits:
            return Found((), tree.gaps)
        sightings = [self._sighting(message, tree.path(hit.node), hit) for hit in _most_readable(tree, hits)]
        sightings.sort(key=_place)
        return Found(tuple(sightings), tree.gaps)

    def _settled(
        self, tree: Tree, best: dict[tuple[int, int], _Hit], needles: dict[int, set[bytes]]
    ) -> list[_Hit] | None:
        """The hits of a lazy tree with the leaves around them grown; None where it must be read in full."""
        if tree.exceeded and (tree.used or tree.deferred):
            return None
        if not tree.deferred:
            return list(best.values())
        if any(tree.is_hidden(node) for node in tree.gap_nodes):
            return None
        hits: list[_Hit] = []
        around: set[int] = set()
        for hit in best.values():
            if hit.node in tree.hidden and tree.flags[hit.node] != JUNK:
                parent = tree.hidden[hit.node]
                around.add(parent)
                needles.setdefault(parent, set()).update(needles.get(hit.node, ()))
            elif tree.is_hidden(hit.node):
                return None
            else:
                hits.append(hit)
        around.update(hit.node for hit in hits if hit.node in tree.values)
        for node in sorted(around.intersection(tree.deferred)):
            leaves = _leaves_around(tree, node, needles)
            grown: dict[int, int] = {}
            for hit in self._scan([data for _, data in leaves], None).values():
                if hit.node not in grown:
                    grown[hit.node] = tree.bring(node, *leaves[hit.node])
                hit.node = grown[hit.node]
                hits.append(hit)
        return hits

    def _remember(self, message: Message, tree: Tree, hits: Sequence[_Hit]) -> None:
        """Notes the leaves of a message whose decodings gave nothing: a phone repeats itself."""
        hit_nodes = {hit.node for hit in hits}
        costs = tree.barren_costs(hit_nodes)
        tops = [] if tree.used else tree.quiet_tops(hit_nodes)
        if tops:
            if len(self._blank) > _REMEMBERED:
                self._blank.clear()
            self._blank.update(tops)
        if tree.is_silent(hit_nodes):
            if len(self._silent) > _REMEMBERED:
                self._silent.clear()
            self._silent.update(part for part in silent_parts(message) if len(part) <= _LONG_PART)
        if costs:
            if len(self._barren) + len(costs) > _REMEMBERED:
                self._barren.clear()
            self._barren.update(costs)

    def _scan(
        self, blobs: Sequence[bytes], tree: Tree | None, needles: dict[int, set[bytes]] | None = None
    ) -> dict[tuple[int, int], _Hit]:
        """The most readable form of every value in every one of some texts, by text and value.

        `needles` takes the bytes of every match by text.
        """
        text = _BETWEEN.join(blobs)
        raw = self._matcher.scan(text)
        runs = hex_runs(text, _WINDOW) if self._digests else []
        best: dict[tuple[int, int], _Hit] = {}
        if tree is not None:
            flags, digests, least = tree.flags, self._digests, digest.LEAST
            for node in tree.active:
                if flags[node] in _UNREAD and blobs[node][:least].hex().encode() in digests:
                    self._look_up_bytes(blobs[node], node, best)
        if not (raw or runs):
            return best
        starts = list(accumulate(map(_BEHIND, map(len, blobs)), initial=0))
        for end, number in raw:
            start = end - self._lengths[number]
            node = bisect_right(starts, start) - 1
            if end > starts[node] + len(blobs[node]):
                continue
            for planted, form in self._forms[number]:
                hit = self._judge(text, start, end, node, planted, form, len(blobs[node]))
                if hit is not None:
                    _keep(best, hit)
                    if needles is not None:
                        needles.setdefault(node, set()).add(text[start:end])
        if len(text) > _MOST_WINDOWS and tree is not None:
            runs = _within(runs, tree)
        for start, end in runs:
            node = self._look_up(text[start:end].lower(), start, starts, best)
            if node >= 0 and needles is not None:
                needles.setdefault(node, set()).add(text[start:end])
        return best

    def _judge(
        self, text: bytes, start: int, end: int, node: int, planted: int, form: Form, size: int
    ) -> _Hit | None:
        if form.token and not _stands_alone(text, start, end, form.name):
            return None
        name, rank, own, letters = form.name, form.rank, form.own, form.letters
        if rank == 0 and text[start:end] != form.pattern:
            name, rank = "case", 1
        if form.digest:
            name, own = _grown(text, start, form)
        return _Hit(node, planted, rank, name, _chance(size, own, letters))

    def _look_up_bytes(self, data: bytes, node: int, best: dict[tuple[int, int], _Hit]) -> None:
        """Whether the bytes of a node begin with a known digest."""
        for planted, name, hashed in self._digests.get(data[: digest.LEAST].hex().encode(), ()):
            length = _common(data, hashed)
            whole = length >= len(hashed)
            _keep(
                best,
                _Hit(
                    node,
                    planted,
                    _DIGEST_RANK,
                    name if whole else f"{name}/truncated",
                    _chance(1, length, 256),
                ),
            )

    def _look_up(self, run: bytes, offset: int, starts: list[int], best: dict[tuple[int, int], _Hit]) -> int:
        """Every place of a stretch of hex digits at which a known digest may begin; the text, -1 for none."""
        known = self._digests
        node = -1
        for at in range(len(run) - _WINDOW + 1):
            entries = known.get(run[at : at + _WINDOW])
            if entries is None:
                continue
            node = bisect_right(starts, offset + at) - 1
            for planted, name, hashed in entries:
                length = _common(run[at:], hashed.hex().encode())
                whole = length >= 2 * len(hashed)
                _keep(
                    best,
                    _Hit(
                        node,
                        planted,
                        _DIGEST_RANK,
                        name if whole else f"{name}/truncated",
                        _chance(len(run), length, 16),
                    ),
                )
        return node


_MOST_SALTS = 32
_LONG_PART = 1_024
_ANSWERS = 1_000
_SHORT_BODY = 8_192
"""Messages of at most so many bytes whose answers are kept for when they come again: 10 MB."""
_REMEMBERED = 50_000
"""Leaves remembered, of at most 256 bytes each: 15 MB."""


_MOST_WINDOWS = 1_000_000
"""Hex digits of one message at which a digest is looked up: a quarter of a second; the largest upload of
the facts, fifty events, has some ten thousand."""


def _leaves_around(tree: Tree, node: int, needles: dict[int, set[bytes]]) -> list[Part]:
    """The leaves of a deferred JSON text in which something was found."""
    value = tree.values[node]
    try:
        return json_text.leaves_with(value, [needle.decode("utf-8") for needle in sorted(needles[node])])
    except UnicodeDecodeError:
        return json_text.leaves(value)


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


_NOTHING = Found((), ())


def _keep(best: dict[tuple[int, int], _Hit], hit: _Hit) -> None:
    key = (hit.node, hit.planted)
    before = best.get(key)
    if before is None or (hit.rank, hit.form) < (before.rank, before.form):
        best[key] = hit


def _stands_alone(text: bytes, start: int, end: int, form: str) -> bool:
    """Whether no letter or digit stands right before or after."""
    step = 2 if form == "utf-16" else 1
    before, after = text[max(0, start - step) : start], text[end : end + step]
    return not (_is_word(before) or _is_word(after))


def _is_word(beside: bytes) -> bool:
    bare = beside.replace(b"\0", b"")
    return bare.isalnum()


def _common(left: bytes, right: bytes) -> int:
    length = min(len(left), len(right))
    for at in range(length):
        if left[at] != right[at]:
            return at
    return length


def _grown(text: bytes, start: int, form: Form) -> tuple[str, int]:
    """The digest's form by how much of it is there: whole, or cut short."""
    import base64  # noqa: PLC0415

    if form.name.endswith("/base64"):
        whole = base64.b64encode(form.digest).rstrip(b"=")
        seen = text[start : start + len(whole)].replace(b"-", b"+").replace(b"_", b"/")
        length = _common(seen, whole)
    else:
        whole = form.digest
        length = _common(text[start : start + len(whole)], whole)
    return (form.name if length == len(whole) else f"{form.name}/truncated"), length


def _chance(size: int, own: int, letters: int) -> float:
    """Expected random hits in a place of `size` bytes: positions x alphabet^-characters (method §7)."""
    return float(max(1, size - own + 1)) * float(letters) ** -own


def _most_readable(tree: Tree, hits: list[_Hit]) -> list[_Hit]:
    """One hit per place: a container yields to what it holds, a second reading to the first."""
    by_value: dict[int, dict[int, _Hit]] = {}
    for hit in hits:
        by_value.setdefault(hit.planted, {})[hit.node] = hit
    dropped: set[tuple[int, int]] = set()
    for planted, nodes in by_value.items():
        for node, hit in nodes.items():
            annex = True
            at = node
            while at != ROOT:
                annex = annex and _is_annex(tree, at)
                at = tree.parents[at]
                above = nodes.get(at)
                if above is None:
                    continue
                if hit.rank < above.rank or (hit.rank == above.rank and not annex):
                    dropped.add((planted, at))
                elif hit.rank == above.rank:
                    dropped.add((planted, node))
            if tree.flags[node] == WHOLE:
                stem = str(tree.steps[node])
                if any(
                    _root_step(tree, n).startswith((stem + ".", stem + ":")) and nodes[n].rank <= hit.rank
                    for n in nodes
                    if n != node
                ):
                    dropped.add((planted, node))
    kept = [h for h in hits if (h.planted, h.node) not in dropped]
    return kept


def _place(sighting: Sighting) -> tuple[tuple[str, ...], str]:
    return sighting.path, sighting.planted


def _is_annex(tree: Tree, node: int) -> bool:
    step = tree.steps[node]
    if tree.flags[node] == JUNK:
        return True
    return tree.parents[node] != ROOT and isinstance(step, str) and step.startswith(_ANNEX)


def _root_step(tree: Tree, node: int) -> str:
    while tree.parents[node] != ROOT:
        node = tree.parents[node]
    step = tree.steps[node]
    return step if isinstance(step, str) else step[0]
