"""The acts of a person and who may lawfully receive what of them: `features/acts.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from pydantic import Field

from harness.ledger.document import Path, read_document
from harness.ledger.validation import Entry, make, validate, wrong
from harness.model.act import Act, JudgedBy, Part, Receiver
from harness.model.destination import ActRole
from harness.model.errors import SetupError


class PartEntry(Entry):
    """A part of an act's content; `carried` tells whether a protocol sends it by itself."""

    carried: bool
    text: str


class ReceiverEntry(Entry):
    """One role that may receive some parts, the places in a message, and why."""

    role: ActRole
    parts: list[str]
    places: list[str]
    why: str


class ActEntry(Entry):
    """One act."""

    id: str
    title: str
    judged_by: JudgedBy
    carries: list[str]
    receivers: list[ReceiverEntry]


class ActsFile(Entry):
    """The whole file, as published in `schemas/acts.schema.json`."""

    schema_: Literal["claims/acts/v1"] = Field(alias="schema")
    never_alone: list[str]
    parts: dict[str, PartEntry]
    acts: list[ActEntry]


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts and parts.  `never_alone` are places where a value convicts nobody alone (method §3)."""

    name: str
    digest: str
    canonical: str
    never_alone: tuple[str, ...]
    parts: tuple[Part, ...]
    acts: tuple[Act, ...]

    def act(self, act: str) -> Act:
        """The act of that id.  Raises SetupError for an unknown one."""
        for candidate in self.acts:
            if candidate.id == act:
                return candidate
        raise SetupError(f"{self.name}: wanted an act of this file, found {act!r}; add it under `acts`")

    def part(self, part: str) -> Part:
        """The part of that name.  Raises SetupError for an unknown one."""
        for candidate in self.parts:
            if candidate.name == part:
                return candidate
        raise SetupError(f"{self.name}: wanted a part of this file, found {part!r}; add it under `parts`")

    def permits(self, act: str, role: ActRole, part: str, place: str) -> bool:
        """Whether a host in that role may receive that part of that act in that place."""
        return self.act(act).permits(role, part, place)


def load_acts(text: str, name: str) -> Acts:
    """The acts that a text holds.  Raises SetupError with the line."""
    document = read_document(text, name)
    file = validate(document, ActsFile)
    acts: dict[str, Act] = {}
    for index, entry in enumerate(file.acts):
        path: Path = ("acts", index)
        if entry.id in acts:
            raise wrong(document, (*path, "id"), f"wanted each id once, found {entry.id} again")
        for part in entry.carries:
            if part not in file.parts:
                raise wrong(document, (*path, "carries"), f"wanted a name of `parts`, found {part!r}")
        acts[entry.id] = make(document, path, partial(_act, entry))
    if not acts:
        raise wrong(document, ("acts",), "wanted at least one act, found none")
    return Acts(
        name=name,
        digest=document.digest,
        canonical=document.canonical(),
        never_alone=tuple(file.never_alone),
        parts=tuple(Part(part, entry.carried, entry.text) for part, entry in file.parts.items()),
        acts=tuple(acts.values()),
    )


def _act(entry: ActEntry) -> Act:
    receivers = tuple(
        Receiver(item.role, tuple(item.parts), tuple(item.places), item.why) for item in entry.receivers
    )
    return Act(entry.id, entry.title, entry.judged_by, tuple(entry.carries), receivers)
