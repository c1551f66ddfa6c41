"""The acts of a person and who may lawfully receive what of them: `features/acts.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from pydantic import Field

from harness.ledger.document import Document, Path, read_document
from harness.ledger.suggestion import unknown
from harness.ledger.validation import Entry, make, validate, wrong
from harness.model.act import PLACES, Act, JudgedBy, Part, Receiver
from harness.model.claim import PerGrade
from harness.model.condition import Condition, ConditionValue, Level
from harness.model.destination import ActRole
from harness.model.errors import SetupError


class PartEntry(Entry):
    """A part of an act's content; `carried` tells whether a protocol sends it by itself."""

    carried: bool
    text: str
    words: str
    page: bool = False


class ReceiverEntry(Entry):
    """One role that may receive some parts, the places in a message, and why."""

    role: ActRole
    parts: list[str]
    places: list[str]
    why: str


class TimesEntry(Entry):
    """One number for each grade of run."""

    screening: int = 3
    evidence: int = 7


class ActEntry(Entry):
    """One act: how features say that it is done, how reports name one time of it, how often it is done."""

    id: str
    title: str
    plural: str
    done: str
    times: TimesEntry = TimesEntry()
    judged_by: JudgedBy
    carries: list[str]
    receivers: list[ReceiverEntry]


class ValueEntry(Entry):
    """One value of a condition: its words, and how many signals of its own prove it."""

    words: str
    signals: int = 1


class ConditionEntry(Entry):
    """A condition that arms may fix; the value `*` stands for any other, `{value}` in its words for it."""

    level: Level
    values: dict[str, ValueEntry]


class ActsFile(Entry):
    """The whole file, as published in `harness/schemas/acts.schema.json`."""

    schema_: Literal["claims/acts/v2"] = Field(alias="schema")
    never_alone: list[str]
    conditions: dict[str, ConditionEntry]
    parts: dict[str, PartEntry]
    acts: list[ActEntry]


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts, parts and conditions.

    `never_alone` are places where a value convicts nobody alone (method §3).
    """

    name: str
    digest: str
    canonical: str
    never_alone: tuple[str, ...]
    parts: tuple[Part, ...]
    acts: tuple[Act, ...]
    conditions: tuple[Condition, ...]

    def act(self, act: str) -> Act:
        """The act of that id.  Raises SetupError for an unknown one."""
        for candidate in self.acts:
            if candidate.id == act:
                return candidate
        raise self._unknown("an act", act, (item.id for item in self.acts), "acts")

    def part(self, part: str) -> Part:
        """The part of that name.  Raises SetupError for an unknown one."""
        for candidate in self.parts:
            if candidate.name == part:
                return candidate
        raise self._unknown("a part", part, (item.name for item in self.parts), "parts")

    def condition(self, name: str) -> Condition:
        """The condition of that name.  Raises SetupError for an unknown one."""
        for candidate in self.conditions:
            if candidate.name == name:
                return candidate
        raise self._unknown("a condition", name, (item.name for item in self.conditions), "conditions")

    def condition_words(self, name: str, value: str) -> str:
        """The words of a condition's value.  Raises SetupError for an unknown one."""
        try:
            return self.condition(name).words(value)
        except ValueError as error:
            raise SetupError(f"{self.name}: {error}; add it under `conditions`") from error

    def _unknown(self, what: str, found: str, known: Iterable[str], where: str) -> SetupError:
        return SetupError(
            f"{self.name}: {unknown(f'{what} of this file', found, known)}; add it under `{where}`"
        )

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
        for place, part in enumerate(entry.carries):
            if part not in file.parts:
                problem = unknown("a name of `parts`", part, file.parts)
                raise wrong(document, (*path, "carries", place), problem)
        times = partial(PerGrade, entry.times.screening, entry.times.evidence)
        acts[entry.id] = make(document, path, partial(_act, entry, make(document, (*path, "times"), times)))
    if not acts:
        raise wrong(document, ("acts",), "wanted at least one act, found none")
    _check_words(document, file)
    _check_places(document, file)
    return Acts(
        name=name,
        digest=document.digest,
        canonical=document.canonical(),
        never_alone=tuple(file.never_alone),
        parts=tuple(
            Part(part, entry.carried, entry.text, entry.words, entry.page)
            for part, entry in file.parts.items()
        ),
        acts=tuple(acts.values()),
        conditions=tuple(
            make(document, ("conditions", name), partial(_condition, name, entry))
            for name, entry in file.conditions.items()
        ),
    )


def _check_words(document: Document, file: ActsFile) -> None:
    """Two things in the same words could not be told apart in a feature."""
    words: list[tuple[Path, str]] = [
        (("acts", index, "plural"), entry.plural) for index, entry in enumerate(file.acts)
    ]
    for name, condition in file.conditions.items():
        words += (
            (("conditions", name, "values", value, "words"), item.words)
            for value, item in condition.values.items()
        )
    for index, entry in enumerate(file.acts):
        if set("{}") & set(entry.done.replace("{number}", "")):
            problem = f"wanted {{number}} as the only field, found {entry.done!r}"
            raise wrong(document, ("acts", index, "done"), problem)
    seen: set[str] = set()
    for path, text in words:
        if not text.strip() or text in seen:
            raise wrong(document, path, f"wanted words of its own, found {text!r}{' again' * (text in seen)}")
        seen.add(text)


def _check_places(document: Document, file: ActsFile) -> None:
    """A mistyped place would give nobody anything, and make every lawful receiver a doubt."""
    places: list[tuple[Path, str]] = [
        (("never_alone", index), place) for index, place in enumerate(file.never_alone)
    ]
    for number, act in enumerate(file.acts):
        for index, receiver in enumerate(act.receivers):
            path: Path = ("acts", number, "receivers", index, "places")
            places += ((((*path, at), place)) for at, place in enumerate(receiver.places))
    for path, place in places:
        first, colon, name = place.partition(":")
        if first not in PLACES or bool(colon) != bool(name):
            raise wrong(document, path, unknown("a place in a message", place, PLACES))
        if place != place.lower():
            raise wrong(document, path, f"wanted a place in small letters, found {place!r}")


def _act(entry: ActEntry, times: PerGrade) -> Act:
    receivers = tuple(
        Receiver(item.role, tuple(item.parts), tuple(item.places), item.why) for item in entry.receivers
    )
    carries = tuple(entry.carries)
    return Act(entry.id, entry.title, entry.plural, entry.done, times, entry.judged_by, carries, receivers)


def _condition(name: str, entry: ConditionEntry) -> Condition:
    values = tuple(ConditionValue(value, item.words, item.signals) for value, item in entry.values.items())
    return Condition(name, entry.level, values)
