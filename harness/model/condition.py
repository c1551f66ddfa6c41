"""What an arm fixes beside its acts: mode, switch, suspended packages ... (method §4).

A condition is data here: its name, when it is set, its values with their words.  How it is set, proved
and undone on a phone is known to `harness.apps` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

Conditions = tuple[tuple[str, str], ...]
"""(condition, value) pairs, sorted by name."""

ANY = "*"
"""A value that stands for every other; `{value}` in its words is what was given."""
NAME = re.compile(r"[a-z][a-z0-9-]*")
VALUE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class Level(StrEnum):
    """When a condition is set: once from cleared data, as part of the consent vector, or for one arm."""

    SESSION = "session"
    ARM = "arm"


@dataclass(frozen=True, slots=True)
class ConditionValue:
    """One value, its words (`in incognito mode`) and the least number of signals of its own that prove it."""

    value: str
    words: str
    signals: int = 1

    def __post_init__(self) -> None:
        if self.value != ANY and not VALUE.fullmatch(self.value):
            raise ValueError(f"a condition's value must be a word, found {self.value!r}")
        if not self.words or self.signals < 0:
            raise ValueError(f"the value {self.value!r} needs words, and 0 or more signals")
        if (self.value == ANY) != ("{value}" in self.words):
            raise ValueError(
                f"only the words of {ANY!r} say {{value}}, found {self.words!r} for {self.value!r}"
            )


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of `features/acts.yaml`.  Raises ValueError for a bad name or a value named twice."""

    name: str
    level: Level
    values: tuple[ConditionValue, ...]

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"a condition's name must be like mode, found {self.name!r}")
        names = [item.value for item in self.values]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"{self.name}: needs each of its values once, found {names}")

    def value(self, value: str) -> ConditionValue:
        """The entry of a value.  Raises ValueError for one that the condition does not have."""
        found = {item.value: item for item in self.values}
        entry = found.get(value) or found.get(ANY)
        if entry is None or not VALUE.fullmatch(value):
            raise ValueError(f"wanted a value of {self.name}, one of {', '.join(found)}, found {value!r}")
        return entry

    def words(self, value: str) -> str:
        """The words of a value.  Raises ValueError for an unknown one."""
        return self.value(value).words.replace("{value}", value)


def ordered(pairs: dict[str, str]) -> Conditions:
    """The pairs as arms carry them.  Raises ValueError for a name or value that no id can carry."""
    for name, value in pairs.items():
        if not NAME.fullmatch(name) or not VALUE.fullmatch(value):
            raise ValueError(f"wanted a condition like mode=incognito, found {name}={value}")
    return tuple(sorted(pairs.items()))
