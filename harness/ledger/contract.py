"""What a rule of `harness.judge` asks of a proposition: checked when the ledger and the features load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from harness.ledger.validation import Entry
from harness.model.arm import ArmKind
from harness.model.proposition import Kind


class NoParameters(Entry):
    """A rule without parameters."""


@dataclass(frozen=True, slots=True)
class RuleContract:
    """One rule's declaration.

    `judged` are the kinds of arms it passes a judgement on, `compared` those it compares them with; a
    scenario needs an arm of each compared kind and at least one judged.  `parts` says whether it looks for
    planted parts.  `parameters` is strict: whatever the ledger gives beyond it is refused.
    """

    id: str
    kind: Kind
    judged: frozenset[ArmKind]
    compared: frozenset[ArmKind] = frozenset()
    parts: bool = False
    parameters: type[Entry] = NoParameters

    def __post_init__(self) -> None:
        if not self.judged and self.kind is not Kind.DOCUMENTARY:
            raise ValueError(f"{self.id}: a rule that judges no arm judges nothing")

    def parse(self, given: Mapping[str, str]) -> Entry:
        """The parameters of a proposition.  Raises ValueError with the first thing that is wrong."""
        try:
            return self.parameters.model_validate(dict(given), strict=False)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(step) for step in first["loc"]) or "parameters"
            known = ", ".join(self.parameters.model_fields) or "none"
            raise ValueError(f"the rule {self.id} takes {known}; {name}: {first['msg']}") from error

    def missing(self, kinds: Iterable[ArmKind]) -> str | None:
        """What a scenario with arms of these kinds lacks, in words; None where it lacks nothing."""
        found = set(kinds)
        if self.judged and not self.judged & found:
            return f"an arm that {self.id} judges ({', '.join(sorted(self.judged))})"
        lacking = sorted(self.compared - found)
        return f"a {lacking[0]} arm, with which {self.id} compares" if lacking else None


Contracts = Mapping[str, RuleContract]
