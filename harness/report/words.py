"""The words for apps, acts, parts, conditions, arms and sessions, from which all reports take them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from harness.ledger import Acts, Ledger
from harness.model.act import Act
from harness.model.arm import ArmKey, SessionKey
from harness.model.condition import Condition
from harness.report.safe_text import one_line

_PLACE = re.compile(r"(?<![a-z0-9-])[a-z][a-z0-9-]*(?:/[A-Za-z0-9=+._-]+){1,4}/r[1-9][0-9]*")
"""What may be the id of an arm or a session inside a text."""


def listed(names: Sequence[str]) -> str:
    """Each name once: `a, b and c`."""
    once = list(dict.fromkeys(names))
    return f"{', '.join(once[:-1])} and {once[-1]}" if len(once) > 1 else "".join(once)


@dataclass(frozen=True, slots=True)
class Words:
    """What tables say of ids; an id without words is told as it is.

    `acts` and `conditions` by id, `parts` what a part is by name, `apps` titles by short name.
    """

    acts: Mapping[str, Act] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    apps: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, acts: Acts) -> Self:
        """The words of a ledger's apps and of everything in `acts.yaml`."""
        return cls(
            acts={act.id: act for act in acts.acts},
            parts={part.name: part.words for part in acts.parts},
            conditions={condition.name: condition for condition in acts.conditions},
            apps={app.name: app.title for app in ledger.apps},
        )

    def act(self, act: str, *numbers: int | None) -> str:
        """One or several times of an act, told together."""
        known, counted = self.acts.get(act), sorted({number for number in numbers if number is not None})
        told = listed([str(number) for number in counted])
        return known.in_words(told) if known else one_line(f"{act} {told}")

    def part(self, part: str) -> str:
        """A part of an act's content, for instance `host name`."""
        return self.parts.get(part, part)

    def rank(self, act: str, part: str) -> int:
        """Where a part stands among the others of its act when they are told together."""
        carries = known.carries if (known := self.acts.get(act)) else ()
        return carries.index(part) if part in carries else len(carries)

    def condition(self, name: str, value: str) -> str:
        """How something was done."""
        known = self.conditions.get(name)
        try:
            return known.words(value) if known else f"{name} {value}"
        except ValueError:
            return f"{name} {value}"

    def under(self, arm: str) -> str:
        """The arm's own conditions, which a sentence cannot do without; empty for anything but an arm."""
        try:
            key = ArmKey.parse(arm)
        except ValueError:
            return ""
        return one_line(", ".join(self.condition(*pair) for pair in key.conditions))

    def arm(self, arm: str) -> str:
        """App, conditions and repeat of an arm; a session or any other text as `session` has it."""
        try:
            key = ArmKey.parse(arm)
        except ValueError:
            return self.session(arm)
        return one_line(key.words(self.condition, self.apps.get(key.app)))

    def session(self, session: str) -> str:
        """App, consent vector and repeat of a session; any other text as it is."""
        try:
            key = SessionKey.parse(session)
        except ValueError:
            return one_line(session)
        return one_line(key.words(self.condition, self.apps.get(key.app)))

    def told(self, text: str) -> str:
        """A text with every id of an arm or a session in it in words."""
        return _PLACE.sub(lambda found: self.arm(found.group()), text)
