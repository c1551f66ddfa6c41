"""The few words that features are written in besides those of acts, conditions and propositions.

`steps/` binds exactly these, `scenarios` reads the plan from them: one wording, two readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.ledger.acts import Acts
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


@dataclass(frozen=True, slots=True)
class Looked:
    """What a `When` says: acts by id (none: nothing is done) and the conditions that it names."""

    acts: tuple[str, ...]
    conditions: Mapping[str, str]


def read_when(text: str, acts: Acts) -> Looked:
    """Acts and conditions of a `When`, in the words of `acts.yaml`.  Raises ValueError for other words."""
    plurals = {act.plural: act.id for act in acts.acts}
    done: list[str] = []
    rest = text
    if rest.startswith(NOTHING):
        rest = rest.removeprefix(NOTHING)
    else:
        while found := _longest(plurals, rest.removeprefix(_joint(rest)) if done else rest):
            done.append(plurals[found])
            rest = (rest.removeprefix(_joint(rest)) if len(done) > 1 else rest).removeprefix(found)
        if not done:
            raise ValueError(f"wanted {NOTHING!r} or acts in the words of acts.yaml, found {text!r}")
    conditions: dict[str, str] = {}
    rest = rest.removeprefix(_joint(rest))
    while rest:
        name, value, length = _condition(rest, acts)
        if name in conditions:
            raise ValueError(f"wanted each condition once, found {name} again in {text!r}")
        conditions[name] = value
        rest = rest[length:]
        rest = rest.removeprefix(_joint(rest))
    return Looked(tuple(done), conditions)


def same_words(stated: str, text: str) -> bool:
    """Whether a `Then` says what the ledger says: alike but for the first letter's case and a full stop."""

    def plain(words: str) -> str:
        joined = " ".join(words.split()).rstrip(".")
        return joined[:1].lower() + joined[1:]

    return plain(stated) == plain(text)


def _joint(text: str) -> str:
    return next((joint for joint in _JOINTS if text.startswith(joint)), "")


def _longest(words: Iterable[str], text: str) -> str:
    return max((word for word in words if text.startswith(word)), key=len, default="")


def _condition(text: str, acts: Acts) -> tuple[str, str, int]:
    """(condition, value, length of its words) at the beginning of a text."""
    found = []
    for condition in acts.conditions:
        for item in condition.values:
            if item.value != ANY:
                if text.startswith(item.words):
                    found.append((condition.name, item.value, len(item.words)))
                continue
            before, _, after = item.words.partition("{value}")
            pattern = re.escape(before) + r"(?P<value>[A-Za-z0-9][A-Za-z0-9._-]*)" + re.escape(after)
            if match := re.match(pattern, text):
                found.append((condition.name, match["value"], match.end()))
    if not found:
        raise ValueError(f"wanted a condition in the words of acts.yaml, found {text!r}")
    return max(found, key=lambda item: item[2])
