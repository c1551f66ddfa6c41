"""What a rule of `harness.judge` asks of a proposition: checked when the ledger and the features load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import ValidationError

from harness.ledger.suggestion import unknown
from harness.ledger.validation import Entry
from harness.model.arm import ArmKind
from harness.model.proposition import Kind

CONDITION = "a condition of acts.yaml"
ConditionName = Annotated[str, CONDITION]
"""The type of a parameter that names a condition: it must be known, and fixed by the scenario's arms."""


class NoParameters(Entry):
    """A rule without parameters."""


@dataclass(frozen=True, slots=True)
class RuleContract:
    """One rule's declaration.

    `judged` are the kinds of arms it passes a judgement on, `compared` those it compares them with; a
    scenario needs an arm of each compared kind and at least one judged.  `parts` says that it looks for
    planted parts, of which the ledger then names some.  `parameters` is strict: whatever the ledger gives
    beyond it is refused.
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
        problem = self.problem(given)
        if problem is not None:
            raise ValueError(problem[1])
        return self.parameters.model_validate(dict(given), strict=False)

    def problem(self, given: Mapping[str, str]) -> tuple[str, str] | None:
        """(parameter, what is wrong with it), the unknown ones first; None where they fit."""
        known = self.parameters.model_fields
        for name in given:
            if not known:
                return name, f"wanted no parameters, of which {self.id} reads none, found {name!r}"
            if name not in known:
                return name, unknown(f"a parameter that {self.id} reads", name, known)
        try:
            self.parameters.model_validate(dict(given), strict=False)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "parameters"
            if first["type"] == "missing":
                return name, f"wanted the parameter {name}, which {self.id} reads, found none"
            wanted = first["msg"][:1].lower() + first["msg"][1:]
            return name, f"{name}: {wanted}, found {given.get(name)!r}"
        return None

    def conditions(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """The conditions that these parameters name."""
        fields = self.parameters.model_fields.items()
        return tuple(given[name] for name, field in fields if CONDITION in field.metadata and name in given)

    def missing(self, kinds: Iterable[ArmKind]) -> str | None:
        """What a scenario with arms of these kinds lacks, in words; None where it lacks nothing."""
        found = set(kinds)
        if self.judged and not self.judged & found:
            return f"an arm that {self.id} judges ({', '.join(sorted(self.judged))})"
        lacking = sorted(self.compared - found)
        return f"a {lacking[0]} arm, with which {self.id} compares" if lacking else None


Contracts = Mapping[str, RuleContract]
