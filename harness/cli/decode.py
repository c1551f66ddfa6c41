"""`claims decode FILE`: a recording as a tree of layers, and where given values are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from harness.capture.importers import STANDARD_INPUT, Recording, read
from harness.cli import sightings_document
from harness.cli.message_tree import display, display_unread, print_tree, shown
from harness.cli.tally import Tally, not_found
from harness.cli.terminal import many, say, terminal
from harness.decode import BUILT_IN, VendorFormats
from harness.detect import Searcher, digest
from harness.detect.forms import forms
from harness.model.account import Unread
from harness.model.errors import SetupError
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.ruling.pack import find_pack
from harness.ruling.tables import formats_of


def decode(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="a raw body, HAR 1.2, mitmproxy flow file, pcap or pcapng, also compressed; "
            "- for standard input",
        ),
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
    as_json: Annotated[bool, typer.Option("--json", help="for machines: sightings, gaps, account")] = False,
) -> None:
    """Show a recording as layers; find values in it.

    Says where every byte of it went.  A tree of layers for each message.  With --find: where the values are
    and in which form, plain, encoded or hashed; exit code 4 where one was not found and something could not
    be read.
    """
    for given, what in ((file, "recording"), (keylog, "key log")):
        if given is not None and str(given) not in STANDARD_INPUT:
            _refuse_what_is_no_file(Path(given), what)
    values = [
        Planted(PlantedId(value), PlantedKind.IDENTIFIER, value, "value")
        for value in dict.fromkeys(find or ())
    ]
    formats = formats_of(find_pack(pack))
    searcher = Searcher(values, formats.salts, formats=formats)
    recording = read(file, keylog)
    first = next(recording.parts, None)
    if first is None:
        raise SetupError(f"wanted a recording, found no message in {recording.name}")
    recording = replace(recording, parts=chain((first,), recording.parts))
    del first
    tally = Tally()
    if as_json:
        sightings_document.write(recording, searcher, values, formats, tally)
    else:
        _print_trees(recording, searcher, values, formats, tally)
    if code := tally.exit_code(values):
        raise typer.Exit(code)


def _refuse_what_is_no_file(given: Path, what: str) -> None:
    try:
        exists, folder = given.exists(), given.is_dir()
        empty = given.is_file() and given.stat().st_size == 0
    except (OSError, ValueError) as e:
        raise SetupError(f"wanted a {what}, found no name of a file in {str(given)[:80]!r}") from e
    if not exists:
        raise SetupError(f"wanted a {what}, found no file {given}")
    if folder:
        raise SetupError(f"wanted a {what}, found the folder {given}; name a file in it")
    if empty:
        raise SetupError(f"wanted a {what}, found {given} empty: nothing was recorded in it")


def _print_trees(
    recording: Recording, searcher: Searcher, values: Sequence[Planted], formats: VendorFormats, tally: Tally
) -> None:
    console = terminal()
    name = Path(recording.name).name
    for part in recording.parts:
        if isinstance(part, Unread):
            tally.miss(part)
            if not values:
                print_tree(console, display_unread(part))
            continue
        found = tally.take(part, searcher, formats).found
        if found.sightings or not values:
            print_tree(console, display(part, found.sightings, found.gaps, name, formats=formats))
    counts = ((tally.messages, "message"), (tally.sightings, "sighting"), (tally.gaps, "gap"))
    say(console, ", ".join(many(count, noun) for count, noun in counts))
    for value in tally.absent(values):
        say(console, not_found(tally, shown(value.value.encode()), forms_of(value, formats)))
    say(console, f"read as {recording.reader}")
    say(console, tally.line(recording))


def forms_of(value: Planted, formats: VendorFormats = BUILT_IN) -> int:
    """In how many ways a value is looked for: spellings, encodings, digests with and without salts."""
    direct, twice = digest.direct(value.value), digest.twice(value.value)
    patterns = {(form.pattern, form.caseless) for form in forms(value)}
    hashed = {found for _, found in (*direct, *twice, *digest.keyed(value.value, formats.salts))}
    return len(patterns) + len(hashed)
