"""The layers of one message as a tree that grows until nothing more can be unpacked.

Nodes are numbers; a node's bytes, its parent, the step that leads to it and what is known of it stand
in parallel lists, since a message has hundreds of nodes and a phone millions of messages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.decode.budget import Budget
from harness.decode import embedded, form, json_text, ndjson_text, opaque, protobuf_body, registry
from harness.decode.kind import entropy_is_high, has_base64_run, is_text
from harness.decode.refusal import Part, Refusal, Step
from harness.decode.request import WHOLES, parts
from harness.model.message import Direction, GapReason, Message
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

_SHORT = 8
"""Bytes below which nothing but percent-encoding is undone: shorter values are found by their forms."""
_RUN = b"b" * 16
_SUSPECT = (b"=", b"%", b":", b"{", b"[", b"&")
"""Bytes without one of which, and without a long run of letters, a text hides nothing."""
_STEP = 1 << 20
"""Bytes after which the room left for further expansion is reckoned anew."""
_BELIEVABLE = 16
"""Bytes of text that make a guess at a damaged format believable."""
_TRIFLE = 5
"""Bytes that are no residue (method §7)."""
_WORD = 4
"""Letters of a text that make a guess at an encoding believable."""
_TOKEN = 64
"""Bytes up to which unreadable base64 is a token, thus residue, and beyond which it is also a gap."""


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


class Tree:
    """The layers of one message.  Grown by the constructor, read-only afterwards."""

    __slots__ = (
        "_attempts",
        "_budget",
        "_depths",
        "_full",
        "_room",
        "_spent",
        "_open",
        "blobs",
        "flags",
        "message",
        "parents",
        "steps",
        "values",
    )

    def __init__(self, message: Message, budget: Budget) -> None:
        self.message = message
        self.blobs: list[bytes] = []
        self.parents: list[int] = []
        self.steps: list[Step] = []
        self.flags: list[int] = []
        self.values: dict[int, object] = {}
        """Parsed JSON values by node."""
        self._open: list[tuple[int, GapReason, str]] = []
        self._depths: list[int] = []
        self._budget = self._room = budget
        self._spent = 0
        self._attempts = 0
        self._full = False
        for step, data in parts(message):
            self._add(ROOT, step, data, WHOLE if step in WHOLES else PLAIN)
        at = 0
        blobs = self.blobs
        flags = self.flags
        while at < len(blobs):
            data = blobs[at]
            if len(data) >= _SHORT:
                if flags[at] != WHOLE:
                    self._unpack(at, data)
            elif b"%" in data:
                self._unpack(at, data)
            at += 1
        self._settle()
        if message.truncated:
            self.gap(
                self.steps.index("body") if "body" in self.steps else 0,
                GapReason.TRUNCATED,
                "the recorder kept only the beginning",
            )

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
        return tuple(
            DecodeGap(reason, self.path(node), detail, len(self.blobs[node]))
            for node, reason, detail in self._open
        )

    def gap(self, node: int, reason: GapReason, detail: str) -> None:
        """Notes that a node could not be read (on)."""
        self._open.append((node, reason, detail))

    def _add(self, parent: int, step: Step, data: bytes, flag: int) -> None:
        if self._full:
            return
        if self._spent + len(data) > self._budget.expansion and parent != ROOT:
            self._full = True
            self.gap(parent, GapReason.BUDGET, f"more than {self._budget.expansion} bytes in all layers")
            return
        if len(self.blobs) >= self._budget.layers:
            self._full = True
            self.gap(max(parent, 0), GapReason.BUDGET, f"more than {self._budget.layers} layers")
            return
        if parent != ROOT:
            self._spent += len(data)
        self.blobs.append(data)
        self.parents.append(parent)
        self.steps.append(step)
        self.flags.append(flag)
        self._depths.append(1 if parent == ROOT else self._depths[parent] + 1)

    def _unpack(self, node: int, data: bytes) -> None:
        """Tries the formats on a node, the certain ones first."""
        by_first = _BY_FIRST[data[0]]
        letters = has_base64_run(data, _RUN)
        is_body = self.parents[node] == ROOT and self.steps[node] == "body"
        text = is_text(data)
        if text and not (by_first or letters or is_body or any(c in data for c in _SUSPECT)):
            return
        if self._depths[node] >= self._budget.depth:
            self.gap(node, GapReason.BUDGET, f"more than {self._budget.depth} layers deep")
            return
        if is_body and self._unpack_labelled(node, data):
            return
        for format_ in by_first:
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                return
        if text:
            self._unpack_text(node, data, letters=letters)
        else:
            self._unpack_bytes(node, data, letters=letters)

    def _unpack_labelled(self, node: int, data: bytes) -> bool:
        """Tries what the transport or a label says of a body."""
        for format_ in registry.BY_TRANSPORT.get(self.message.transport, ()):
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                return True
        for name, value in self.message.headers:
            if name.lower() in (b"content-encoding", b"content-type"):
                label = value.partition(b";")[0].strip().lower()
                labelled = registry.BY_LABEL.get(label)
                if labelled is not None and self._try(labelled, node, data, PLAIN):
                    self._unpack_vendor_form(labelled, node, data)
                    return True
        return False

    def _unpack_vendor_form(self, format_: registry.Format, node: int, data: bytes) -> None:
        if format_ is form:
            for vendor in registry.IN_FORMS:
                if vendor.matches(data):
                    self._try(vendor, node, data, PLAIN)

    def _unpack_text(self, node: int, data: bytes, *, letters: bool) -> None:
        for format_ in registry.IN_TEXT:
            if format_.matches(data) and self._try(format_, node, data, PLAIN):
                self._unpack_vendor_form(format_, node, data)
                break
        else:
            if letters:
                self._unpack_letters(node, data)
            if b"{" in data or b"[" in data:
                self._guess(embedded.NAME, node, data)
        for format_ in registry.IN_ADDITION:
            if format_.matches(data):
                self._try(format_, node, data, TENTATIVE)
        if data[0] in b"\n\t\r" and protobuf_body.matches(data):
            self._try(protobuf_body, node, data, TENTATIVE)

    def _unpack_letters(self, node: int, data: bytes) -> None:
        """Undoes encodings by alphabet: of the whole text, or of stretches inside it."""
        whole = False
        for format_ in registry.IN_LETTERS:
            if format_.matches(data):
                whole = True
                self._try(format_, node, data, TENTATIVE)
        if not whole:
            for step, part in embedded.base64_stretches(data):
                self._add(node, step, part, TENTATIVE)

    def _unpack_bytes(self, node: int, data: bytes, *, letters: bool) -> None:
        for format_ in registry.IN_BYTES:
            flag = TENTATIVE if format_ in registry.UNCERTAIN else PLAIN
            if format_.matches(data) and self._try(format_, node, data, flag):
                return
        for at, rest in embedded.streams(data):
            for format_ in _BY_FIRST[rest[0]]:
                if format_.matches(rest):
                    self._try(format_, node, rest, TENTATIVE, f"{format_.NAME}@{at}")
        if letters:
            for step, part in embedded.base64_stretches(data):
                self._add(node, step, part, TENTATIVE)

    def _guess(self, _name: str, node: int, data: bytes) -> None:
        try:
            found = embedded.json_stretch(data, self._room)
        except (ValueError, RecursionError):
            return
        for step, part in found:
            self._add(node, step, part, TENTATIVE)

    def _try(self, format_: registry.Format, node: int, data: bytes, flag: int, name: str = "") -> bool:
        """Unpacks a node; answers whether it was of the format."""
        self._attempts += 1
        if self._attempts > self._budget.attempts:
            if self._attempts == self._budget.attempts + 1:
                self.gap(node, GapReason.BUDGET, f"more than {self._budget.attempts} attempts")
            return True
        if self._spent > self._budget.expansion - self._room.expansion + _STEP:
            self._room = replace(self._budget, expansion=max(1, self._budget.expansion - self._spent))
        try:
            if format_ is json_text:
                value = json_text.parse(data, self._room)
                self.values[node] = value
                found: list[Part] = json_text.leaves(value)
            else:
                found = format_.unpack(data, self._room)
        except Refusal as refusal:
            found = refusal.parts
            if flag == TENTATIVE and refusal.reason is not GapReason.BUDGET:
                if not any(len(part) >= _BELIEVABLE and is_text(part) for _, part in found):
                    return False
            self.gap(node, refusal.reason, refusal.detail)
        except (ValueError, KeyError, IndexError):
            return False
        if flag == PLAIN:
            self.flags[node] = READ
        for step, part in found:
            self._add(node, name or step, part, flag)
        return True

    def _settle(self) -> None:
        """Decides what the tentative decodings were worth, and names what stayed unread."""
        flags, parents, blobs = self.flags, self.parents, self.blobs
        count = len(blobs)
        good = [False] * count
        bears = [False] * count
        for node in range(count - 1, -1, -1):
            flag = flags[node]
            if not good[node]:
                if flag == PLAIN or flag == TENTATIVE:
                    good[node] = (
                        len(blobs[node]) >= _WORD and is_text(blobs[node]) if flag else is_text(blobs[node])
                    )
                elif flag == READ:
                    good[node] = True
            elif flag == PLAIN:
                flags[node] = READ
            parent = parents[node]
            if parent >= 0 and good[node]:
                good[parent] = bears[parent] = True
        for node in range(count):
            parent = parents[node]
            if flags[node] == TENTATIVE:
                flags[node] = (READ if bears[node] else PLAIN) if good[node] else JUNK
            if parent >= 0 and flags[parent] == JUNK:
                flags[node] = JUNK
        self._name_unread(good)

    def _name_unread(self, good: list[bool]) -> None:
        flags, parents = self.flags, self.parents
        dropped = {node for node, _, _ in self._open if flags[node] == JUNK}
        self._open = [entry for entry in self._open if entry[0] not in dropped]
        for node, flag in enumerate(flags):
            data = self.blobs[node]
            if flag == PLAIN and not good[node] and len(data) > _TRIFLE:
                is_body = parents[node] == ROOT and self.steps[node] == "body"
                unread = opaque.name(self.message, data, is_body=is_body)
                if unread is not None:
                    self.gap(node, *unread)
            elif (
                flag == JUNK
                and len(data) > _TOKEN
                and flags[parents[node]] == PLAIN
                and self.steps[node] == "base64"
            ):
                if entropy_is_high(data) and self.steps[parents[node]] != "jwt:signature":
                    self.gap(node, GapReason.ENCRYPTED, "base64 of bytes spread evenly, of no known format")
