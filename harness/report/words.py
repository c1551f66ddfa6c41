"""The words for apps, acts, parts, conditions, arms and sessions: the one place where reports take them from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from harness.ledger import Acts, Ledger
from harness.model.act import Act
from harness.model.arm import ArmKey, SessionKey
from harness.model.condition import Condition
from harness.report.safe_text import one_line


@dataclass(frozen=True, slots=True)
class Words:
    """What tables say of ids; an id without words is told as it is.

    `acts` and `conditions` by id, `parts` in their order what a part is, `apps` titles by short name.
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

    def act(self, act: str, number: int | None) -> str:
        """One time of an act, for instance `page 2, visited`."""
        known = self.acts.get(act)
        return known.in_words(number) if known else one_line(f"{act} {number}")

    def part(self, part: str) -> str:
        """A part of an act's content, for instance `host name`."""
        return self.parts.get(part, part)

    def rank(self, part: str) -> int:
        """Where a part stands among the others when they are told together."""
        return list(self.parts).index(part) if part in self.parts else len(self.parts)

    def condition(self, name: str, value: str) -> str:
        """How something was done, for instance `in incognito mode`."""
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
