"""How a message falls into layers: each node is shown to the formats, the certain ones first."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from enum import Enum

from harness.decode import (
    base64_text,
    embedded,
    form,
    joining,
    json_text,
    letters,
    protobuf_body,
    registry,
    xor_bytes,
)
from harness.decode.kind import classify, is_text
from harness.decode.layers import Layers
from harness.decode.node import PLAIN, READ, REJECTED, ROOT, RUN, TENTATIVE, WHOLE
from harness.decode.proof import opens_magic
from harness.decode.refusal import NOT_READ, Part, Refusal
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import GapReason

_STEP = 1 << 20
"""Bytes after which the room left for further expansion is reckoned anew."""
_BELIEVABLE = 16
"""Bytes of text that make a guess at a damaged format believable."""
_WORD = 4
"""The same where the format stands at the beginning of a guess at an encoding."""
_LABELS = frozenset({b"content-encoding", b"content-type"})
_SMALL = 256
"""Bytes of a text on which a guess may expand to a small room only."""


class Outcome(Enum):
    """What came of showing a node to a format."""

    NOT_OF_IT = 0
    PARTLY = 1
    """Of the format, and not readable to its end: a gap."""
    READ = 2

    def __bool__(self) -> bool:
        return self is not Outcome.NOT_OF_IT


def unpack(tree: Layers, node: int, data: bytes) -> None:
    """Tries the formats on a node: what the content says first, what a label says of it after that."""
    if not data or tree.flags[node] in (WHOLE, REJECTED):
        return
    is_body = tree.parents[node] == ROOT and tree.steps[node] == "body"
    if tree.depths[node] >= tree.budget.depth:
        tree.exceeded = True
        tree.gap(node, GapReason.BUDGET, f"more than {tree.budget.depth} layers deep")
        return
    if is_body and unpack_by_transport(tree, node, data):
        return
    gaps_before = len(tree.open_gaps)
    outcome = unpack_by_beginning(tree, node, data)
    if outcome is Outcome.READ:
        return
    if is_body and unpack_labelled(tree, node, data, outcome, gaps_before):
        return
    if outcome is Outcome.NOT_OF_IT:
        if is_text(data):
            unpack_text(tree, node, data)
        else:
            unpack_bytes(tree, node, data)


def unpack_by_beginning(tree: Layers, node: int, data: bytes) -> Outcome:
    """Tries the formats that are known by their first byte."""
    for format_ in registry.BY_FIRST[data[0]]:
        if format_.matches(data):
            outcome = attempt(tree, format_, node, data, PLAIN)
            if outcome:
                return outcome
    return Outcome.NOT_OF_IT


def unpack_by_transport(tree: Layers, node: int, data: bytes) -> bool:
    """Tries what the transport says of a payload that is no HTTP."""
    return any(
        format_.matches(data) and attempt(tree, format_, node, data, PLAIN)
        for format_ in registry.BY_TRANSPORT.get(tree.message.transport, ())
    )


def unpack_labelled(tree: Layers, node: int, data: bytes, before: Outcome, gaps_before: int) -> bool:
    """Tries what the labels say of a body that its content did not open, or not to its end.

    A label is believed where what it names reads: text is no compressed stream, and a form is text.  Gaps of
    a reading by content that the label's reading makes void are withdrawn.
    """
    text = is_text(data)
    for name, value in tree.message.headers:
        if name.lower() not in _LABELS:
            continue
        for label in value.partition(b";")[0].lower().split(b","):
            labelled = registry.BY_LABEL.get(label.strip())
            if labelled is None or (labelled is form) is not text or (labelled is form and before):
                continue
            met = tree.open_gaps[:gaps_before], tree.open_gaps[gaps_before:]
            tree.open_gaps = met[0]
            if attempt(tree, labelled, node, data, PLAIN) is Outcome.READ:
                unpack_vendor_form(tree, labelled, node, data)
                return True
            tree.open_gaps += met[1]
    return False


def unpack_vendor_form(tree: Layers, format_: registry.Unpacker, node: int, data: bytes) -> None:
    """Shows a form to the vendors that put something into forms."""
    if format_ is form:
        for wrapping in tree.formats.in_form:
            if wrapping.matches(data):
                attempt(tree, wrapping, node, data, PLAIN)


def unpack_text(tree: Layers, node: int, data: bytes) -> None:  # noqa: C901 (formats in their order)
    """Shows a text to the formats of text, in their order."""
    classed = classify(data)
    if b"s" in classed:
        for format_ in (*tree.formats.in_text, *registry.IN_TEXT):
            if format_.matches(data) and attempt(tree, format_, node, data, PLAIN):
                unpack_vendor_form(tree, format_, node, data)
                if format_ in registry.ESCAPES or (format_ is form and _may_be_padding(data)):
                    tree.add_decodings(node, data)
                break
        else:
            spelled = RUN in classed and unpack_letters(tree, node, data)
            if embedded.matches(data):
                attempt(tree, embedded, node, data, TENTATIVE)
            if not spelled:
                tree.add_decodings(node, data)
        for format_ in registry.IN_ADDITION:
            if format_.matches(data):
                attempt(tree, format_, node, data, TENTATIVE)
    elif not (RUN in classed and unpack_letters(tree, node, data)):
        tree.add_decodings(node, data)
    if data[0] in b"\n\t\r" and protobuf_body.matches(data):
        attempt(tree, protobuf_body, node, data, TENTATIVE)


def _may_be_padding(data: bytes) -> bool:
    """Whether the equals signs of a form may be those behind pieces of base64, which have whole quanta."""
    padding = _PADDING.search(data)
    return b"&" not in data and padding is not None and padding.end() % 4 == 0


_PADDING = re.compile(rb"={1,2}")


def unpack_letters(tree: Layers, node: int, data: bytes) -> bool:
    """Undoes encodings by alphabet; answers whether anything is worth looking into, and rejects the rest."""
    found = letters.decodings(data, tree.budget, tree.formats)
    for alphabet in tree.formats.alphabets:
        if alphabet.matches(data):
            with suppress(*NOT_READ):
                found += alphabet.unpack(data, tree.budget)
    found = found or embedded.base64_stretches(data)
    if not found:
        return False
    first = len(tree.blobs)
    tree.add(node, found, TENTATIVE)
    spelled = False
    for one in range(first, len(tree.blobs)):
        blob = tree.blobs[one]
        if not blob or not (letters.worth_a_look(blob) or may_open(blob, tree.formats)):
            tree.flags[one] = REJECTED
        else:
            spelled = spelled or opens_magic(blob) or (len(blob) >= _SPELLED_TEXT and is_text(blob))
    if spelled and tree.steps[first] == base64_text.NAME:
        tree.add(node, base64_text.unpack(data, tree.budget)[1:], PLAIN)
    return spelled


def may_open(blob: bytes, formats: VendorFormats) -> bool:
    """Whether a format known by its beginning, or by a vendor alone, may open in decoded bytes."""
    for format_ in registry.BY_FIRST[blob[0]]:
        if format_.matches(blob):
            return True
    return bool(formats.in_bytes) and any(wrapping.matches(blob) for wrapping in formats.in_bytes)


def unpack_bytes(tree: Layers, node: int, data: bytes) -> None:
    """Shows bytes that are no text to the formats without a magic, then looks for what stands inside."""
    for wrapping in tree.formats.in_bytes:
        if wrapping.matches(data) and attempt(tree, wrapping, node, data, PLAIN):
            return
    for format_ in registry.IN_BYTES:
        flag = TENTATIVE if format_ in registry.UNCERTAIN else PLAIN
        if format_.matches(data) and attempt(tree, format_, node, data, flag):
            return
    for at, rest in embedded.streams(data):
        for format_ in registry.BY_FIRST[rest[0]]:
            if format_.matches(rest):
                attempt(tree, format_, node, rest, TENTATIVE, f"{format_.NAME}@{at}")
    if RUN in classify(data):
        tree.add(node, embedded.base64_stretches(data), TENTATIVE)


def unpack_by_keys(tree: Layers) -> None:
    """Tries the short values of a message as keys of what else stayed unread in it; once for a message."""
    if tree.keys_tried:
        return
    tree.keys_tried = True
    opened = set(tree.parents)
    sealed = [
        node
        for node in tree.active
        if node not in opened
        and tree.flags[node] != READ
        and _SHORTEST_SEALED[tree.flags[node] != PLAIN] <= len(tree.blobs[node]) <= _LONGEST_SEALED
        and (tree.flags[node] == PLAIN or tree.steps[node] in _SPELLED)
        and not is_text(tree.blobs[node])
    ][:_MOST_SEALED]
    if not sealed:
        return
    keys = [blob for blob in tree.blobs if _SHORTEST_KEY <= len(blob) <= _LONGEST_KEY][:_MOST_KEYS]
    for node in sealed:
        tree.add(node, xor_bytes.keyed(tree.blobs[node], dict.fromkeys(keys)), TENTATIVE)


_SPELLED_TEXT = 24
"""Bytes of a text that letters spell for certain: no other encoding is tried on them."""
_SPELLED = ("base64", "hex", "base32")
_SHORTEST_SEALED, _LONGEST_SEALED, _MOST_SEALED = (12, 24), 4_096, 8
_SHORTEST_KEY, _LONGEST_KEY, _MOST_KEYS = 3, 32, 64
"""Bytes and numbers of what is tried: a few thousand steps a message.

What a text spells in hex or base64 is sealed from 24 bytes on: most shorter ones are identifiers.
"""


def attempt(  # noqa: C901, PLR0912 (what may go wrong with a format, in one place)
    tree: Layers, format_: registry.Unpacker, node: int, data: bytes, flag: int, name: str = ""
) -> Outcome:
    """Unpacks a node; answers what came of it."""
    if tree.spent > tree.budget.expansion - tree.room.expansion + _STEP:
        tree.room = replace(tree.budget, expansion=max(1, tree.budget.expansion - tree.spent))
    room = tree.room
    if flag == TENTATIVE and len(data) <= _SMALL:
        room = tree.small_room
    outcome = Outcome.READ
    try:
        if format_ is json_text:
            value = json_text.parse(data, room)
            tree.values[node] = value
            found: list[Part] = json_text.leaves(value)
        else:
            found = format_.unpack(data, room)
    except Refusal as refusal:
        found = refusal.parts
        least = _BELIEVABLE if flag == TENTATIVE else _WORD
        if (
            (flag == TENTATIVE or (tree.flags[node] == TENTATIVE and format_ in registry.BRIEF))
            and refusal.reason is not GapReason.BUDGET
            and not any(len(part) >= least and is_text(part) for _, part in found)
        ):
            return Outcome.NOT_OF_IT
        outcome = Outcome.PARTLY
        tree.exceeded = tree.exceeded or refusal.reason is GapReason.BUDGET
        if (node, refusal.reason, refusal.detail) not in tree.open_gaps[-1:]:
            tree.gap(node, refusal.reason, refusal.detail)
        if not found:
            return Outcome.NOT_OF_IT
    except NOT_READ:
        return Outcome.NOT_OF_IT
    if flag == PLAIN:
        tree.flags[node] = READ
    if format_ is form:
        tree.forms.append(node)
    if name:
        found = [(name, part) for _, part in found]
    tree.deciphered.update((node, step[0]) for step, _ in found if step.__class__ is tuple)
    tree.add(node, found, flag)
    if flag == PLAIN and len(found) > 1:
        joining.join(tree, node, found)
    return outcome
