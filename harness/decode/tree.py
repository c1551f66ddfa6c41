"""The layers of one message as a tree that grows until nothing more can be unpacked.

Nodes are numbers; a node's bytes, its parent, the step that leads to it and what is known of it stand
in parallel lists, since a message has hundreds of nodes and a phone millions of messages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from harness.decode import embedded, form, json_text, letters, opaque, protobuf_body, registry
from harness.decode.budget import Budget
from harness.decode.kind import classify, entropy_is_high, is_text, suspects
from harness.decode.refusal import Part, Refusal, Step
from harness.decode.request import WHOLES, parts
from harness.model.message import GapReason, Message
from harness.model.sighting import LayerPath

ROOT = -1

PLAIN = 0
"""A node as it is: a leaf unless it has children."""
READ = 1
"""A node that was unpacked: its parts say all of it."""
TENTATIVE = 2
"""A decoding that may mean nothing, such as a word read as base64."""
WHOLE = 3
"""A node that is searched and no leaf: its pieces stand beside it."""
JUNK = 4
"""A decoding that meant nothing: searched, and neither leaf nor gap."""
QUIET = 5
"""A leaf of text in which nothing can hide."""

_STEP = 1 << 20
"""Bytes after which the room left for further expansion is reckoned anew."""
_BELIEVABLE = 16
"""Bytes of text that make a guess at a damaged format believable."""
_TRIFLE = 5
"""Bytes that are no residue (method §7)."""
_WORD = 4
"""Letters of a text that make a guess at an encoding believable."""
_REMEMBERED = 256
"""Bytes of the longest leaf that is remembered as barren."""
_SHALLOW = 3
"""Layers below a leaf that is remembered as barren."""
_SMALL_ROOM = 1 << 20
"""Bytes that a guess at a small piece may expand to, whatever room is left."""
_TOKEN = 64
"""Bytes up to which unreadable base64 is a token, thus residue, and beyond which it is also a gap."""

_RUN = b"b" * 16
_TINY = 2
_AND_ONE = (1).__add__
_LABELS = frozenset({b"content-encoding", b"content-type"})

Cost = tuple[int, int, int]
"""Bytes, layers and attempts that a leaf took."""


@dataclass(frozen=True, slots=True)
class DecodeGap:
    """Bytes of a message that could not be read, at which path, and how many."""

    reason: GapReason
    path: LayerPath
    detail: str
    size: int


def _first_byte_table() -> tuple[tuple[registry.Format, ...], ...]:
    table: list[tuple[registry.Format, ...]] = [()] * 256
    for firsts, format_ in registry.BY_FIRST_BYTE:
        for first in firsts:
            table[first] += (format_,)
    return tuple(table)


_BY_FIRST = _first_byte_table()
_NOTHING_KNOWN: Mapping[bytes, Cost] = {}


@lru_cache(maxsize=8)
def _small(budget: Budget) -> Budget:
    return replace(budget, expansion=min(budget.expansion, _SMALL_ROOM))


class Tree:
    """The layers of one message.  Grown by the constructor, read-only afterwards.

    `barren` names texts that are known to hold nothing, with what it costs to find that out: they are
    not tried again.  A `lazy` tree leaves the leaves of JSON texts ungrown where nothing is hidden in
    them: `deferred` names those texts, and `hidden` the nodes that stand for leaves that may hide something.
    """

    __slots__ = (
        "_barren",
        "_budget",
        "_deciphered",
        "_depths",
        "_full",
        "_layers",
        "_lazy",
        "_open",
        "_room",
        "_small",
        "_spent",
        "_visits",
        "active",
        "blobs",
        "deferred",
        "exceeded",
        "flags",
        "hidden",
        "message",
        "parents",
        "steps",
        "used",
        "values",
    )

    def __init__(
        self,
        message: Message,
        budget: Budget,
        barren: Mapping[bytes, Cost] = _NOTHING_KNOWN,
        *,
        lazy: bool = False,
        blank: Collection[bytes] = (),
    ) -> None:
        self.message = message
        self.blobs: list[bytes] = []
        self.parents: list[int] = []
        self.steps: list[Step] = []
        self.flags: list[int] = []
        self.values: dict[int, object] = {}
        """Parsed JSON values by node."""
        self.active: list[int] = []
        """Nodes that are not quiet, in their order."""
        self.used = False
        """Whether anything known to be barren was left out."""
        self.exceeded = False
        """Whether the budget was met."""
        self._open: list[tuple[int, GapReason, str]] = []
        self._deciphered: set[tuple[int, Step]] = set()
        self._depths: list[int] = []
        self._budget = self._room = budget
        self._small = _small(budget)
        self._barren = barren
        self._lazy = lazy
        self.deferred: list[int] = []
        self.hidden: dict[int, int] = {}
        self._spent = self._layers = self._visits = 0
        self._full = False
        found = parts(message)
        if blank:
            found = [part for part in found if part[1] not in blank or part[0] == "body"]
        self._add(ROOT, found, PLAIN)
        active = self.active
        at = 0
        while at < len(active):
            node = active[at]
            at += 1
            if at + self._visits > budget.attempts:
                self.exceeded = True
                self.gap(node, GapReason.BUDGET, f"more than {budget.attempts} nodes to look into")
                break
            self._unpack(node, self.blobs[node])
        self._settle()
        if message.truncated:
            where = self.steps.index("body") if "body" in self.steps else 0
            self.gap(where, GapReason.TRUNCATED, "the recorder kept only the beginning")

    def path(self, node: int) -> LayerPath:
        """The steps that lead to a node."""
        steps: list[str] = []
        while node >= 0:
            step = self.steps[node]
            if isinstance(step, tuple):
                steps.extend(reversed(step))
            else:
                steps.append(step)
            node = self.parents[node]
        return tuple(reversed(steps))

    @property
    def gaps(self) -> tuple[DecodeGap, ...]:
        """What could not be read, in the order it was met."""
        if not self._open:
            return ()
        return tuple(
            DecodeGap(reason, self.path(node), detail, len(self.blobs[node]))
            for node, reason, detail in self._open
        )

    @property
    def gap_nodes(self) -> list[int]:
        """The nodes that have gaps."""
        return [node for node, _, _ in self._open]

    def gap(self, node: int, reason: GapReason, detail: str) -> None:
        """Notes that a node could not be read (on)."""
        self._open.append((node, reason, detail))

    def _add(self, parent: int, found: list[Part], flag: int) -> None:
        """Adds the parts of a node, and marks those that are worth unpacking as active."""
        if self._full or not found:
            return
        data = [part for _, part in found]
        sizes = list(map(len, data))
        if parent != ROOT:
            found, data, sizes = self._afford(parent, found, data, sizes)
        first, count = len(self.blobs), len(data)
        self.blobs += data
        self.steps += [step for step, _ in found]
        self.parents += [parent] * count
        self._depths += [self._depths[parent] + 1 if parent != ROOT else 1] * count
        if flag == TENTATIVE:
            self.flags += [TENTATIVE] * count
            self.active += range(first, first + count)
            return
        if count == 1:
            self.flags.append(PLAIN)
            self.active.append(first)
            return
        self.flags += [QUIET] * count
        classed = classify(b"\x20".join(data))
        if suspects(classed):
            self._activate(first, data, sizes, classed)
        if parent == ROOT and found[-1][0] == "body" and self.flags[-1] == QUIET:
            self.flags[-1] = PLAIN
            self.active.append(first + count - 1)
        for node in (
            (n for n, (step, _) in enumerate(found, first) if step in WHOLES) if parent == ROOT else ()
        ):
            self.flags[node] = WHOLE

    def _defer(self, node: int, data: bytes) -> bool:
        """Leaves a JSON text ungrown but for the texts in which something may hide; answers whether it could.

        What it costs is counted too high rather than too low: beyond the budget the tree grows anew.
        """
        cut = json_text.texts(data)
        if cut is None:
            return False
        pieces, plain = cut
        self._spent += len(data)
        self._layers += 2 * len(pieces) + data.count(b",")
        classed = classify(b"\x20".join(pieces))
        self.flags[node] = READ
        self.deferred.append(node)
        if plain is not data:
            self._hide(node, plain, WHOLE)
        dregs: list[bytes] = []
        if suspects(classed):
            sizes = list(map(len, pieces))
            for number, signed in self._suspicious(pieces, sizes, classed, self._depths[node] + 1):
                piece = pieces[number]
                left = None if signed else letters.dregs(piece)
                if left is None:
                    self._hide(node, piece, PLAIN)
                else:
                    self._layers += 1
                    self._spent += len(left)
                    dregs.append(left)
        for left in dregs:
            self._hide(node, left, JUNK)
        if self._spent > self._budget.expansion or self._layers > self._budget.layers:
            self.exceeded = True
        return True

    def _hide(self, node: int, data: bytes, flag: int) -> None:
        self.hidden[len(self.blobs)] = node
        self.active.append(len(self.blobs))
        self.blobs.append(data)
        self.parents.append(node)
        self.steps.append("json:?")
        self.flags.append(flag)
        self._depths.append(self._depths[node] + 1)

    def bring(self, parent: int, step: Step, data: bytes) -> int:
        """Adds a leaf of a deferred text, and answers its node."""
        self.blobs.append(data)
        self.parents.append(parent)
        self.steps.append(step)
        self.flags.append(QUIET)
        self._depths.append(self._depths[parent] + 1)
        return len(self.blobs) - 1

    def is_hidden(self, node: int) -> bool:
        """Whether a node stands for a leaf of a deferred text, or came out of one."""
        while node >= 0:
            if node in self.hidden:
                return True
            node = self.parents[node]
        return False

    def _afford(
        self, parent: int, found: list[Part], data: list[bytes], sizes: list[int]
    ) -> tuple[list[Part], list[bytes], list[int]]:
        """The parts that the budget allows."""
        total = sum(sizes)
        room, layers = self._budget.expansion - self._spent, self._budget.layers - self._layers
        if total > room or len(data) > layers:
            self._full = self.exceeded = True
            what = f"{self._budget.expansion} bytes" if total > room else f"{self._budget.layers} layers"
            self.gap(parent, GapReason.BUDGET, f"more than {what} in all")
            kept = min(layers, sum(1 for upto in accumulate(sizes) if upto <= room))
            found, data, sizes = found[:kept], data[:kept], sizes[:kept]
            total = sum(sizes)
        self._spent += total
        self._layers += len(data)
        return found, data, sizes

    def _activate(self, first: int, data: list[bytes], sizes: list[int], classed: bytes) -> None:
        """Marks the parts in which something may hide."""
        for number, _ in self._suspicious(data, sizes, classed, self._depths[first]):
            self.flags[first + number] = PLAIN
            self.active.append(first + number)

    def _suspicious(
        self, data: list[bytes], sizes: list[int], classed: bytes, depth: int
    ) -> list[tuple[int, bool]]:
        """The pieces with a suspicious sign or a long run of letters that are not known to be barren.

        With each whether there is a sign, or letters only.
        """
        barren = self._barren if depth + _SHALLOW < self._budget.depth else _NOTHING_KNOWN
        found: list[tuple[int, bool]] = []
        ends = list(accumulate(map(_AND_ONE, sizes)))
        find = classed.find
        sign, run = find(b"s"), find(_RUN)
        while sign >= 0 or run >= 0:
            number = bisect_right(ends, sign if run < 0 or 0 <= sign < run else run)
            at = ends[number]
            signed = 0 <= sign < at
            if sizes[number] > _TINY:
                cost = barren.get(data[number])
                if cost is None:
                    found.append((number, signed))
                else:
                    self.used = True
                    self._spent += cost[0]
                    self._layers += cost[1]
                    self._visits += cost[2]
            if signed:
                sign = find(b"s", at)
            if 0 <= run < at:
                run = find(_RUN, at)
        return found

    def _unpack(self, node: int, data: bytes) -> None:
        """Tries the formats on a node, the certain ones first."""
        if not data or self.flags[node] in (WHOLE, JUNK):
            return
        is_body = self.parents[node] == ROOT and self.steps[node] == "body"
        if self._depths[node] >= self._budget.depth:
            self.exceeded = True
            self.gap(node, GapReason.BUDGET, f"more than {self._budget.depth} layers deep")
            return
        if is_body and self._unpack_labelled(node, data):
            return
        for format_ in _BY_FIRST[data[0]]:
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                return
        if is_text(data):
            self._unpack_text(node, data)
        else:
            self._unpack_bytes(node, data)

    def _unpack_labelled(self, node: int, data: bytes) -> bool:
        """Tries what the transport or a label says of a body."""
        for format_ in registry.BY_TRANSPORT.get(self.message.transport, ()):
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                return True
        for name, value in self.message.headers:
            if name.lower() in _LABELS:
                labelled = registry.BY_LABEL.get(value.partition(b";")[0].strip().lower())
                if labelled is not None and self._try(labelled, node, data, PLAIN):
                    self._unpack_vendor_form(labelled, node, data)
                    return True
        return False

    def _unpack_vendor_form(self, format_: registry.Format, node: int, data: bytes) -> None:
        if format_ is form:
            for vendor in registry.IN_FORMS:
                if vendor.matches(data):
                    self._try(vendor, node, data, PLAIN)

    def _unpack_text(self, node: int, data: bytes) -> None:
        classed = classify(data)
        if b"s" in classed:
            for format_ in registry.IN_TEXT:
                if format_.matches(data) and self._try(format_, node, data, PLAIN):
                    self._unpack_vendor_form(format_, node, data)
                    break
            else:
                if _RUN in classed:
                    self._unpack_letters(node, data)
                if embedded.matches(data):
                    self._try(embedded, node, data, TENTATIVE)
            for format_ in registry.IN_ADDITION:
                if format_.matches(data):
                    self._try(format_, node, data, TENTATIVE)
        elif _RUN in classed:
            self._unpack_letters(node, data)
        if data[0] in b"\n\t\r" and protobuf_body.matches(data):
            self._try(protobuf_body, node, data, TENTATIVE)

    def _unpack_letters(self, node: int, data: bytes) -> None:
        """Undoes encodings by alphabet; what is not worth looking into is junk at once."""
        found = letters.decodings(data, self._budget) or embedded.base64_stretches(data)
        if not found:
            return
        first = len(self.blobs)
        self._add(node, found, TENTATIVE)
        for one in range(first, len(self.blobs)):
            blob = self.blobs[one]
            if (
                not (letters.worth_a_look(blob) or any(f.matches(blob) for f in _BY_FIRST[blob[0]]))
                if blob
                else True
            ):
                self.flags[one] = JUNK

    def _unpack_bytes(self, node: int, data: bytes) -> None:
        for format_ in registry.IN_BYTES:
            flag = TENTATIVE if format_ in registry.UNCERTAIN else PLAIN
            if format_.matches(data) and self._try(format_, node, data, flag):
                return
        for at, rest in embedded.streams(data):
            for format_ in _BY_FIRST[rest[0]]:
                if format_.matches(rest):
                    self._try(format_, node, rest, TENTATIVE, f"{format_.NAME}@{at}")
        if _RUN in classify(data):
            self._add(node, embedded.base64_stretches(data), TENTATIVE)

    def _try(self, format_: registry.Format, node: int, data: bytes, flag: int, name: str = "") -> bool:
        """Unpacks a node; answers whether it was of the format."""
        if self._spent > self._budget.expansion - self._room.expansion + _STEP:
            self._room = replace(self._budget, expansion=max(1, self._budget.expansion - self._spent))
        room = self._room
        if flag == TENTATIVE and len(data) <= _REMEMBERED:
            room = self._small
        try:
            if format_ is json_text:
                value = json_text.parse(data, room)
                self.values[node] = value
                if self._lazy and self._defer(node, data):
                    return True
                found: list[Part] = json_text.leaves(value)
            else:
                found = format_.unpack(data, room)
        except Refusal as refusal:
            found = refusal.parts
            if (
                flag == TENTATIVE
                and refusal.reason is not GapReason.BUDGET
                and not any(len(part) >= _BELIEVABLE and is_text(part) for _, part in found)
            ):
                return False
            self.exceeded = self.exceeded or refusal.reason is GapReason.BUDGET
            if (node, refusal.reason, refusal.detail) not in self._open[-1:]:
                self.gap(node, refusal.reason, refusal.detail)
            if not found:
                return False
        except (ValueError, KeyError, IndexError):
            return False
        if flag == PLAIN:
            self.flags[node] = READ
        if name:
            found = [(name, part) for _, part in found]
        self._deciphered.update((node, step[0]) for step, _ in found if step.__class__ is tuple)
        self._add(node, found, flag)
        return True

    def barren_costs(self, hit: set[int]) -> dict[bytes, Cost]:
        """Leaves of text whose decodings gave nothing readable, no gap and no `hit`, with what they cost."""
        flags, parents, blobs, depths = self.flags, self.parents, self.blobs, self._depths
        fruitful = {parents[node] for node in self.active if flags[node] != JUNK}
        costs: dict[int, list[int]] = {
            node: [0, 0, 1]
            for node in self.active
            if flags[node] == PLAIN
            and len(blobs[node]) <= _REMEMBERED
            and node not in fruitful
            and (parents[node] != ROOT or self.steps[node] != "body")
        }
        spoilt = {node for node, _, _ in self._open}
        for node in self.active:
            if flags[node] == JUNK:
                leaf = parents[node]
                while flags[leaf] == JUNK:
                    leaf = parents[leaf]
                cost = costs.get(leaf)
                if cost is not None:
                    cost[0] += len(blobs[node])
                    cost[1] += 1
                    cost[2] += 1
                    if node in hit or node in spoilt or depths[node] - depths[leaf] > _SHALLOW:
                        del costs[leaf]
        return {
            blobs[node]: (cost[0], cost[1], cost[2]) for node, cost in costs.items() if node not in spoilt
        }

    def is_silent(self, hit: set[int]) -> bool:
        """Whether the message's parts other than its body hold no `hit`, no gap, nothing that was read on."""
        spoilt = hit.union(self.gap_nodes)
        for node in range(len(self.blobs)):
            top, parent = node, self.parents[node]
            if parent == ROOT:
                if self.steps[node] != "body" and (node in spoilt or self.flags[node] == READ):
                    return False
                continue
            if node in spoilt:
                while self.parents[top] != ROOT:
                    top = self.parents[top]
                if self.steps[top] != "body":
                    return False
        return True

    def quiet_tops(self, hit: set[int]) -> list[bytes]:
        """Parts of the message other than its body in which nothing was found and nothing can hide."""
        found = []
        for node, parent in enumerate(self.parents):
            if parent != ROOT:
                break
            if self.flags[node] == QUIET and node not in hit and len(self.blobs[node]) <= _REMEMBERED:
                found.append(self.blobs[node])
        return found

    def _settle(self) -> None:
        """Decides what the tentative decodings were worth, and names what stayed unread."""
        flags, parents, blobs, active = self.flags, self.parents, self.blobs, self.active
        unread: list[int] = []
        bears: set[int] = set()
        junk = False
        for node in reversed(active):
            flag = flags[node]
            if flag == JUNK:
                junk = True
                if len(blobs[node]) > _TOKEN:
                    unread.append(node)
                continue
            good = node in bears or flag == READ
            if not good:
                good = is_text(blobs[node]) and (flag == PLAIN or len(blobs[node]) >= _WORD)
                if not good:
                    unread.append(node)
            elif flag != WHOLE:
                flags[node] = READ
            if good:
                if flag == TENTATIVE and node not in bears:
                    flags[node] = PLAIN
                if parents[node] >= 0:
                    bears.add(parents[node])
            elif flag == TENTATIVE:
                flags[node] = JUNK
                junk = True
        if junk:
            self._bury()
        for node in reversed(unread):
            self._name_unread(node)

    def _bury(self) -> None:
        """What came out of junk is junk."""
        flags, parents = self.flags, self.parents
        for node, parent in enumerate(parents):
            if parent >= 0 and flags[parent] == JUNK:
                flags[node] = JUNK
        self._open = [
            entry for entry in self._open if flags[entry[0]] != JUNK or entry[1] is GapReason.BUDGET
        ]

    def _name_unread(self, node: int) -> None:
        data, flag, parent = self.blobs[node], self.flags[node], self.parents[node]
        if flag == PLAIN and len(data) > _TRIFLE:
            why = opaque.name(self.message, data, is_body=parent == ROOT and self.steps[node] == "body")
            if why is not None:
                self.gap(node, *why)
        elif (
            flag == JUNK
            and len(data) > _TOKEN
            and self.steps[node] == "base64"
            and self.flags[parent] == PLAIN
            and self.steps[parent] != "jwt:signature"
            and (self.parents[parent], self.steps[parent]) not in self._deciphered
            and entropy_is_high(data)
        ):
            self.gap(node, GapReason.ENCRYPTED, "base64 of bytes spread evenly, of no known format")
