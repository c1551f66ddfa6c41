"""The few words that features are written in besides those of acts, conditions and propositions.

`steps/` binds exactly these, `scenarios` reads the plan from them: one wording, two readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.ledger.acts import Acts
from harness.ledger.suggestion import unknown_words
from harness.model.condition import ANY

ARMS = (
    "an app of the claim, its data cleared and its first-run dialog answered with the highlighted button, "
    "in these arms:"
)
"""The one `Given`; its table has the columns `kind`, `acts`, and any condition."""
AGAIN = "its data are cleared and the same is done again"
NOTHING = "nothing is done"
JUDGED = re.compile(r"(?P<text>.+) \((?P<proposition>[A-Z]{2,6}-[0-9]{2}\.[a-z][a-z0-9-]*)\)")
"""The `Then`: the proposition in the ledger's words, its id behind it."""
_JOINTS = (", and ", ", ", " and ", " ")
_GIVEN = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
"""What may stand for `{value}` in a sentence."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a `When` says: acts by id (none: nothing is done) and the conditions that it names."""

    acts: tuple[str, ...]
    conditions: Mapping[str, str]


def read_when(text: str, acts: Acts) -> Looked:
    """Acts and conditions of a `When`, in the words of `acts.yaml`.  Raises ValueError for other words."""
    plurals = {act.plural: act.id for act in acts.acts}
    done: list[str] = []
    conditions: dict[str, str] = {}
    found, rest = _take([NOTHING], text)
    if not found:
        found, rest = _take(plurals, text)
        if not found:
            raise ValueError(unknown_words("acts in the words of acts.yaml", text, [NOTHING, *plurals]))
    while found in plurals:
        if plurals[found] in done:
            raise ValueError(f"wanted each act once, found {found!r} again in {text!r}")
        done.append(plurals[found])
        found, rest = _take(plurals, rest)
    while rest:
        name, value, length = _condition(rest, acts, () if not done else plurals)
        if name in conditions:
            raise ValueError(f"wanted each condition once, found {name} again in {text!r}")
        conditions[name] = value
        rest = _unjoined(rest[length:])
    return Looked(tuple(done), conditions)


def same_words(stated: str, text: str) -> bool:
    """Whether a `Then` says what the ledger says: alike but for the first letter's case and a full stop."""

    def plain(words: str) -> str:
        joined = " ".join(words.split()).rstrip(".")
        return joined[:1].lower() + joined[1:]

    return plain(stated) == plain(text)


def _take(known: Iterable[str], text: str) -> tuple[str, str]:
    """The longest known words that the text begins with, and what follows; "" where it begins with none."""
    found = max((words for words in known if _begins(text, words)), key=len, default="")
    return found, _unjoined(text[len(found) :]) if found else text


def _begins(text: str, words: str) -> bool:
    """Whether a text begins with these words, and not only with their letters."""
    return text.startswith(words) and (len(text) == len(words) or text[len(words)] in " ,")


def _unjoined(text: str) -> str:
    return text.removeprefix(next((joint for joint in _JOINTS if text.startswith(joint)), ""))


def _condition(text: str, acts: Acts, plurals: Iterable[str]) -> tuple[str, str, int]:
    """(condition, value, length of its words) at the beginning of a text."""
    found = []
    for condition in acts.conditions:
        for item in condition.values:
            if item.value != ANY:
                if _begins(text, item.words):
                    found.append((condition.name, item.value, len(item.words)))
                continue
            before, _, after = item.words.partition("{value}")
            pattern = re.escape(before) + f"(?P<value>{_GIVEN})" + re.escape(after)
            match = re.match(pattern, text)
            if match and _begins(text, match[0]):
                found.append((condition.name, match["value"], match.end()))
    if not found:
        known = [*plurals, *(item.words for condition in acts.conditions for item in condition.values)]
        raise ValueError(unknown_words("a condition in the words of acts.yaml", text, known))
    return max(found, key=lambda item: item[2])
