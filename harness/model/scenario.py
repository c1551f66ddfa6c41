"""A scenario as a feature states it: on which arms it stands, what it looks at, what must be true.

The features are the only source of what is recorded and judged (README, Path of the data).
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.arm import ArmKind
from harness.model.claim import ClaimId, PropositionId
from harness.model.condition import Conditions


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm of a feature's table, before an app, a grade and a repeat make an `ArmKey` of it."""

    kind: ArmKind
    consent: Conditions
    conditions: Conditions
    acts: tuple[str, ...]
    line: int

    @property
    def every(self) -> dict[str, str]:
        """All conditions of the row."""
        return dict((*self.consent, *self.conditions))


@dataclass(frozen=True, slots=True)
class Look:
    """One `When` step: which acts are looked at, in which rows of the table.

    `again` says that the app's data are cleared and everything before is done once more.
    """

    text: str
    acts: tuple[str, ...]
    rows: tuple[ArmRow, ...]
    line: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario; `feature` is its file relative to the features' folder, `line` that of its title."""

    feature: str
    line: int
    title: str
    claim: ClaimId
    proposition: PropositionId
    looks: tuple[Look, ...]

    @property
    def key(self) -> str:
        """Its name in run folders and reports: `<topic>/<file>.feature:<title>`."""
        return f"{self.feature}:{self.title}"

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.feature}:{self.line}"

    @property
    def rows(self) -> tuple[ArmRow, ...]:
        """The arms it needs, each once, in the order of their table."""
        found = {row for look in self.looks for row in look.rows}
        return tuple(sorted(found, key=lambda row: (row.line, row.consent, row.conditions)))

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts it looks at, each once."""
        return tuple(dict.fromkeys(act for look in self.looks for act in look.acts))

    @property
    def rounds(self) -> int:
        """How often everything is done from cleared data, as the scenario itself says."""
        return 1 + sum(look.again for look in self.looks)
