"""One message as a tree of layers, for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree as Display

from harness.cli.tally import gap_line
from harness.decode import DecodeGap, VendorFormats, unwrap
from harness.model.account import Unread
from harness.model.message import Message, Transport
from harness.model.sighting import Sighting
from harness.report.safe_text import one_line

_WIDTH = 160
"""Characters of a value that are shown."""
_WIDEST = 1000
"""Characters of a line of a file or a pipe: rich cuts what is longer."""


def print_tree(console: Console, tree: Display) -> None:
    """Wrapped on a terminal; a layer a line for a file or a pipe."""
    if not console.is_terminal:
        console.width = _WIDEST
    console.print(tree, soft_wrap=not console.is_terminal)


def display(
    message: Message,
    sightings: Sequence[Sighting],
    gaps: Sequence[DecodeGap],
    name: str = "",
    *,
    formats: VendorFormats,
) -> Display:
    """One message as a tree of layers, with what was found and what could not be read.

    `name` stands for the address of a message that has none: a body from a file.  A leaf whose
    place has no published grammar, or that does not fit it, is marked as residue.
    """
    arrow = "→" if message.direction.value == "out" else "←"
    address = message.url if message.host or not name else name
    if message.transport is Transport.LOG:
        address = f"beside its messages, {name} says" if name else "a log says"
    title = " ".join(part for part in (arrow, message.method, shown(address.encode())) if part)
    root = Display(Text.assemble((message.exchange, "bold"), " ", title))
    branches: dict[tuple[str, ...], Display] = {}
    for leaf in unwrap(message, formats=formats).leaves:
        text = Text(shown(leaf.value), style="" if leaf.free_bits is None else "dim")
        if leaf.field:
            text.append(f" {one_line(leaf.field.citation)}", style="dim italic")
        if leaf.free_bits is None:
            text.append(" residue", style="dim italic")
        _branch(root, branches, leaf.path).add(text)
    for sighting in sightings:
        mark = Text.assemble(
            (f"● {shown(sighting.planted.encode())}", "bold red"), " as ", (sighting.form, "red")
        )
        _branch(root, branches, sighting.path).add(mark)
    for gap in gaps:
        _branch(root, branches, gap.path).add(Text(f"▲ {one_line(gap_line(gap))}", style="yellow"))
    return root


def display_unread(part: Unread) -> Display:
    """A gap of the recording itself, as a tree of one line."""
    return Display(
        Text.assemble((one_line(part.where), "bold"), " ", (f"▲ {one_line(gap_line(part))}", "yellow"))
    )


def shown(value: bytes) -> str:
    """A value in one line, at most `_WIDTH` characters of it."""
    text = value[: _WIDTH + 1].decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"


def _branch(root: Display, branches: dict[tuple[str, ...], Display], path: tuple[str, ...]) -> Display:
    at = root
    for depth in range(1, len(path) + 1):
        key = path[:depth]
        if key not in branches:
            branches[key] = at.add(Text(one_line(path[depth - 1]), style="cyan"))
        at = branches[key]
    return at
