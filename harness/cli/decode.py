"""`claims decode FILE`: a recording as a tree of layers, and where given values are in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree as Display

from harness.capture.importers import read
from harness.decode import DecodeGap, describe
from harness.decode.budget import DEFAULT
from harness.decode.tree import Tree
from harness.detect import Searcher
from harness.detect.salts import DECLARED
from harness.model.message import Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.sighting import Sighting

_WIDTH = 160
"""Characters of a value that are shown."""


def decode(
    file: Annotated[Path, typer.Argument(help="a raw body, HAR 1.2, mitmproxy flow file, pcap or pcapng")],
    *,
    find: Annotated[
        list[str] | None, typer.Option("--find", help="a value to look for in all its forms")
    ] = None,
    keylog: Annotated[Path | None, typer.Option("--keylog", help="TLS key log, read by tshark")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for machines: sightings and gaps")] = False,
) -> None:
    """A recording as a tree of layers; with --find where the values are, and in which form."""
    values = [
        Planted(PlantedId(value), PlantedKind.IDENTIFIER, value, "value")
        for value in dict.fromkeys(find or ())
    ]
    searcher = Searcher(values, DECLARED)
    messages = read(file, keylog)
    if as_json:
        _print_json(messages, searcher)
    else:
        _print_trees(messages, searcher, searching=bool(values))


def _print_json(messages: Iterable[Message], searcher: Searcher) -> None:
    """Prints `claims/sightings/v1`, one sighting at a time: a long recording takes no memory."""
    gaps = tempfile.SpooledTemporaryFile(max_size=1 << 20, mode="w+", encoding="utf-8")  # noqa: SIM115
    between = gap_between = ""
    print('{"schema":"claims/sightings/v1","sightings":[', end="")
    for message in messages:
        found = searcher.search(message)
        for sighting in found.sightings:
            print(f"{between}\n{json.dumps(_sighting(message, sighting))}", end="")
            between = ","
        for gap in found.gaps:
            gaps.write(f"{gap_between}\n{json.dumps(_gap(message, gap))}")
            gap_between = ","
    print('\n],"gaps":[', end="")
    gaps.seek(0)
    for line in gaps:
        print(line, end="")
    gaps.close()
    print("\n]}")


def _number(message: Message) -> int | str:
    return int(message.exchange) if message.exchange.isdigit() else message.exchange


def _sighting(message: Message, sighting: Sighting) -> dict[str, Any]:
    return {
        "exchange": _number(message),
        "direction": message.direction.value,
        "url": message.url,
        "path": list(sighting.path),
        "form": sighting.form,
        "planted": sighting.planted,
        "chance": sighting.chance,
    }


def _gap(message: Message, gap: DecodeGap) -> dict[str, Any]:
    return {
        "exchange": _number(message),
        "direction": message.direction.value,
        "url": message.url,
        "reason": gap.reason.value,
        "path": list(gap.path),
        "detail": gap.detail,
        "size": gap.size,
    }


def _print_trees(messages: Iterable[Message], searcher: Searcher, *, searching: bool) -> None:
    console = Console()
    exchanges = sightings = gaps = 0
    for message in messages:
        found = searcher.search(message)
        exchanges += 1
        sightings += len(found.sightings)
        gaps += len(found.gaps)
        if found.sightings or not searching:
            console.print(display(message, found.sightings, found.gaps))
    console.print(f"{exchanges} messages, {sightings} sightings, {gaps} gaps")


def display(message: Message, sightings: Sequence[Sighting], gaps: Sequence[DecodeGap]) -> Display:
    """One message as a tree of layers, with what was found and what could not be read."""
    arrow = "→" if message.direction.value == "out" else "←"
    title = (
        f"[bold]{message.exchange}[/] {arrow} {escape(message.method)} {escape(_shown(message.url.encode()))}"
    )
    root = Display(title)
    branches: dict[tuple[str, ...], Display] = {}
    marks = {s.path: s for s in sightings}
    for leaf in describe(Tree(message, DEFAULT)).leaves:
        color = "dim" if leaf.explained else "default"
        text = f"[{color}]{escape(_shown(leaf.value))}[/]"
        if leaf.explained:
            text += f" [dim italic]{escape(leaf.explained)}[/]"
        _branch(root, branches, leaf.path).add(text)
    for path, sighting in marks.items():
        _branch(root, branches, path).add(
            f"[bold red]● {escape(sighting.planted)}[/] as [red]{escape(sighting.form)}[/]"
        )
    for gap in gaps:
        _branch(root, branches, gap.path).add(
            f"[yellow]▲ {gap.reason.value}: {escape(gap.detail)} ({gap.size} bytes)[/]"
        )
    return root


def _branch(root: Display, branches: dict[tuple[str, ...], Display], path: tuple[str, ...]) -> Display:
    at = root
    for depth in range(1, len(path) + 1):
        key = path[:depth]
        if key not in branches:
            branches[key] = at.add(f"[cyan]{escape(path[depth - 1])}[/]")
        at = branches[key]
    return at


def _shown(value: bytes) -> str:
    text = value[: _WIDTH + 1].decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"
