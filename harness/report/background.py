"""What the run's own record and the tables add to a judgement: whose value it was, where it stood, when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness.decode import unwrap
from harness.decode.vendor_formats import VendorFormats
from harness.ledger import Ledger
from harness.model.claim import Claim
from harness.model.destination import Destination
from harness.model.judgement import Judgement
from harness.model.message import Direction, Message
from harness.model.planted import Planted, PlantedKind
from harness.model.recording import Sent
from harness.model.sighting import LayerPath
from harness.report.words import Words
from harness.ruling.final import lookup_of
from harness.ruling.tables import Tables
from harness.store.run import StoredRun

DECODED_MOST = 1000
"""Witnessing exchanges that are decoded again for the report; further ones are shown without their text."""
BODY_MOST = 1 << 20
"""Bytes of a body that is decoded again for the report."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A witnessing exchange: when, what was asked of whom, and its innermost values by their path."""

    time_us: int
    request: str
    values: Mapping[LayerPath, bytes]

    def under(self, path: LayerPath) -> tuple[tuple[str, bytes], ...]:
        """The values below a path, each with what its own path adds; one alone where the path leads to it."""
        if path in self.values:
            return (("", self.values[path]),)
        if not path:
            return ()
        depth, last = len(path) - 1, path[-1]
        inside = (last + ".", last + "[")
        found = []
        for own, value in self.values.items():
            if own[:depth] == path[:-1] and len(own) > depth:
                step, deeper = own[depth], own[depth + 1 :]
                if step == last or step.startswith(inside):
                    found.append((" > ".join((step[len(last) :].lstrip("."), *deeper)).strip(" >"), value))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Background:
    """Facts beside the judgements; without any of them a text says less, never something else.

    `claims` by id, `planted` by id, `exchanges` by id; `apps` are titles by package; `rooted` says what was
    read as root; `words` are those of the tables.
    """

    claims: Mapping[str, Claim] = field(default_factory=dict)
    planted: Mapping[str, Planted] = field(default_factory=dict)
    exchanges: Mapping[str, Exchange] = field(default_factory=dict)
    apps: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    rooted: tuple[str, ...] = ()
    words: Words = field(default_factory=Words)
    lookup: Callable[[str], Destination] | None = None
    longest: int = 1 << 16
    """Bytes of one value that are looked at for the report."""

    @property
    def identifiers(self) -> tuple[Planted, ...]:
        """What the handset is known by, the longest first: one may be part of another."""
        found = [item for item in self.planted.values() if item.kind is PlantedKind.IDENTIFIER]
        return tuple(sorted(found, key=lambda item: -len(item.value)))

    @property
    def contents(self) -> tuple[Planted, ...]:
        """What was planted in acts or observed in them."""
        kinds = {PlantedKind.CANARY, PlantedKind.OBSERVED}
        return tuple(item for item in self.planted.values() if item.kind in kinds)

    def app(self, package: str) -> str:
        """An app's title with its version and package, as far as known."""
        title, version = self.apps.get(package), self.versions.get(package)
        named = " ".join(part for part in (title or package, version) if part)
        return f"{named} ({package})" if title else named

    def claim_of(self, judgement: Judgement) -> Claim | None:
        """The claim that a judgement speaks of."""
        return self.claims.get(judgement.claim)


NOTHING = Background()


def known_of(recording: StoredRun, ledger: Ledger, words: Words) -> Background:
    """What is known without reading the traffic, also of a run that still goes on.

    Raises EvidenceError where the run does not read.
    """
    return Background(
        claims={claim.id: claim for claim in ledger.claims},
        planted={item.id: item for item in recording.planted()},
        apps={app.package: app.title for app in ledger.apps},
        versions={package.name: package.version for package in recording.facts().packages},
        rooted=tuple(item.name for item in recording.identifiers() if item.route.startswith("root")),
        words=words,
    )


def background_of_run(
    recording: StoredRun, judgements: Sequence[Judgement], tables: Tables, formats: VendorFormats
) -> Background:
    """What the run and its tables add to its judgements.  Raises EvidenceError."""
    words, lookup = Words.of(tables.ledger, tables.acts), lookup_of(recording, tables)
    return background_of(recording, judgements, tables.ledger, words, lookup, formats)


def background_of(
    recording: StoredRun,
    judgements: Sequence[Judgement],
    ledger: Ledger,
    words: Words,
    lookup: Callable[[str], Destination],
    formats: VendorFormats,
) -> Background:
    """The background of a run's judgements, from one pass over the run, read with these vendor formats.

    Raises EvidenceError where the run does not read.
    """
    wanted = {witness.exchange for item in judgements for witness in item.witnesses}
    messages: dict[str, list[Message]] = {}
    for event in recording.events() if wanted else ():
        if isinstance(event, Sent) and event.message.exchange in wanted:
            messages.setdefault(event.message.exchange, []).append(event.message)
    return replace(
        known_of(recording, ledger, words),
        exchanges={
            name: _exchange(several, formats, decoded=number < DECODED_MOST)
            for number, (name, several) in enumerate(messages.items())
        },
        lookup=lookup,
    )


def _exchange(messages: Sequence[Message], formats: VendorFormats, *, decoded: bool) -> Exchange:
    # What the phone sent comes first: a value that also came back is shown where it left.
    ordered = sorted(messages, key=lambda message: message.direction is Direction.IN)
    values: dict[LayerPath, bytes] = {}
    for message in ordered if decoded else ():
        if len(message.body) <= BODY_MOST:
            for leaf in unwrap(message, formats=formats).leaves:
                values.setdefault(leaf.path, leaf.value)
    first = ordered[0]
    asked = (
        f"{first.method} {first.url}"
        if first.method
        else f"{first.transport.value} to {first.host}:{first.port}"
    )
    return Exchange(first.time_us, asked, values)
