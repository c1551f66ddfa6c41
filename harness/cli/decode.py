"""`claims decode FILE`: a recording as a tree of layers, and where given values are in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree as Display

from harness.capture.importers import read
from harness.cli.terminal import many, say, terminal
from harness.decode import BUILT_IN, DecodeGap, VendorFormats, unwrap
from harness.detect import Searcher, digest
from harness.detect.forms import forms
from harness.model.errors import SetupError
from harness.model.message import Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.sighting import Sighting
from harness.report.safe_text import one_line
from harness.ruling.pack import find_pack
from harness.ruling.tables import formats_of

_WIDTH = 160
"""Characters of a value that are shown."""


def decode(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="a raw body, HAR 1.2, mitmproxy flow file, pcap or pcapng"),
    ],
    *,
    find: Annotated[
        list[str] | None,
        typer.Option("--find", metavar="VALUE", help="look for it in all its forms; may be repeated"),
    ] = None,
    keylog: Annotated[
        Path | None, typer.Option("--keylog", metavar="FILE", help="TLS key log of a pcap, read by tshark")
    ] = None,
    pack: Annotated[
        str | None, typer.Option(metavar="DIR", help="another vendor's pack, for its formats")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for machines: sightings and gaps")] = False,
) -> None:
    """Show a recording as layers; find values in it.

    A tree of layers for each message.  With --find: where the values are and in which form, plain, encoded
    or hashed.
    """
    for given, what in ((file, "recording"), (keylog, "key log")):
        if given is not None and not given.exists():
            raise SetupError(f"wanted a {what}, found no file {given}")
        if given is not None and given.is_dir():
            raise SetupError(f"wanted a {what}, found the folder {given}; name a file in it")
        if given is not None and given.is_file() and given.stat().st_size == 0:
            raise SetupError(f"wanted a {what}, found {given} empty: nothing was recorded in it")
    values = [
        Planted(PlantedId(value), PlantedKind.IDENTIFIER, value, "value")
        for value in dict.fromkeys(find or ())
    ]
    formats = formats_of(find_pack(pack))
    searcher = Searcher(values, formats.salts, formats=formats)
    messages = read(file, keylog)
    first = next(messages, None)
    if first is None:
        raise SetupError(f"wanted a recording, found no message in {file}")
    messages = chain((first,), messages)
    if as_json:
        _print_json(messages, searcher)
    else:
        _print_trees(messages, searcher, values, file.name, formats)


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


def _print_trees(
    messages: Iterable[Message],
    searcher: Searcher,
    values: Sequence[Planted],
    name: str,
    formats: VendorFormats,
) -> None:
    console = terminal()
    exchanges = sightings = gaps = 0
    seen: set[str] = set()
    for message in messages:
        found = searcher.search(message)
        exchanges += 1
        sightings += len(found.sightings)
        gaps += len(found.gaps)
        seen |= {sighting.planted for sighting in found.sightings}
        if found.sightings or not values:
            print_tree(console, display(message, found.sightings, found.gaps, name, formats=formats))
    counts = ((exchanges, "message"), (sightings, "sighting"), (gaps, "gap"))
    say(console, ", ".join(many(count, noun) for count, noun in counts))
    unread = "; it may be in what could not be read: see `claims decode` without --find" if gaps else ""
    for value in values:
        if value.id not in seen:
            shown, looked_for = _shown(value.value.encode()), forms_of(value, formats)
            say(console, f"not found: {shown}, looked for in {looked_for} forms{unread}")


def forms_of(value: Planted, formats: VendorFormats = BUILT_IN) -> int:
    """In how many ways a value is looked for: spellings, encodings, digests with and without salts."""
    direct, twice = digest.direct(value.value), digest.twice(value.value)
    patterns = {(form.pattern, form.caseless) for form in forms(value)}
    hashed = {found for _, found in (*direct, *twice, *digest.keyed(value.value, formats.salts))}
    return len(patterns) + len(hashed)


def print_tree(console: Console, tree: Display) -> None:
    """Wrapped on a terminal; a layer a line for a file or a pipe."""
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

    `name` stands for the address of a message that has none: a body from a file.
    """
    arrow = "→" if message.direction.value == "out" else "←"
    address = message.url if message.host or not name else name
    title = " ".join(part for part in (arrow, message.method, _shown(address.encode())) if part)
    root = Display(Text.assemble((message.exchange, "bold"), " ", title))
    branches: dict[tuple[str, ...], Display] = {}
    for leaf in unwrap(message, formats=formats).leaves:
        text = Text(_shown(leaf.value), style="dim" if leaf.field else "")
        if leaf.field:
            text.append(f" {one_line(leaf.field.citation)}", style="dim italic")
        _branch(root, branches, leaf.path).add(text)
    for sighting in sightings:
        mark = Text.assemble(
            (f"● {_shown(sighting.planted.encode())}", "bold red"), " as ", (sighting.form, "red")
        )
        _branch(root, branches, sighting.path).add(mark)
    for gap in gaps:
        said = f"▲ {gap.reason.value}: {one_line(gap.detail)} ({many(gap.size, 'byte')})"
        _branch(root, branches, gap.path).add(Text(said, style="yellow"))
    return root


def _branch(root: Display, branches: dict[tuple[str, ...], Display], path: tuple[str, ...]) -> Display:
    at = root
    for depth in range(1, len(path) + 1):
        key = path[:depth]
        if key not in branches:
            branches[key] = at.add(Text(one_line(path[depth - 1]), style="cyan"))
        at = branches[key]
    return at


def _shown(value: bytes) -> str:
    text = value[: _WIDTH + 1].decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"
