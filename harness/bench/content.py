"""What one time of an act carries: planted or observed, on record before anything can be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.bench.plant import Planter, Planting
from harness.device.change import What
from harness.device.journal import Value
from harness.model.arm import ArmKey
from harness.model.errors import MeasurementLost
from harness.model.planted import Planted, PlantedId


@dataclass(slots=True)
class ArmContent:
    """The content of one time of an act in an arm.  Satisfies `harness.apps.act.Content`.

    `note` records a value, `serve` registers a page with the recorder, `change` changes the phone.
    """

    arm: ArmKey
    act: str
    number: int
    planter: Planter
    note: Callable[[Planted], None]
    serve: Callable[[Planting], Planting]
    change: Callable[[What, Value], object]
    planted: list[PlantedId] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)

    def token(self, part: str) -> str:
        """A canary of its own for that part."""
        return self._record(self.planter.canary(self.arm.id, self.act, self.number, part))

    def page(self) -> str:
        """The address of an inert page of its own."""
        planting = self.serve(self.planter.page(self.arm.id, self.act, self.number))
        self.planted += [value.id for value in planting.values]
        self.parts |= {value.part for value in planting.values}
        return planting.url

    def observe(self, part: str, text: str) -> None:
        """A text of the screen.  Raises MeasurementLost for an empty one: it would be found everywhere."""
        if not text:
            raise MeasurementLost(
                f"wanted the {part} of {self.act} {self.number} on the screen, found no text"
            )
        self._record(self.planter.observed(self.arm.id, self.act, self.number, part, text))

    def place(self, what: What, value: Value) -> None:
        """Put something on the phone, journalled."""
        self.change(what, value)

    def lacks(self, declared: tuple[str, ...]) -> tuple[str, ...]:
        """Declared parts that were neither planted nor observed."""
        return tuple(part for part in declared if part not in self.parts)

    def _record(self, value: Planted) -> str:
        self.note(value)
        self.planted.append(value.id)
        self.parts.add(value.part)
        return value.value
