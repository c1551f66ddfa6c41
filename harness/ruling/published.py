"""The types of `claims/judgements/v1`: what we publish, apart from the model that may change.

`app`, `arms`, `minimum_n`, `reason_details` and their like let a reader build the same `Judgement` again.
A key may be added in v1, never removed or given another meaning.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal["claims/judgements/v1"] = "claims/judgements/v1"


class _Published(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class ReasonV1(_Published):
    """A reason's stable id with the datum behind it."""

    id: str
    detail: str


class ValueV1(_Published):
    """What stood in one place of an exchange; `path` leads from message to value."""

    path: tuple[str, ...]
    form: str
    planted: str
    value: str


class WitnessV1(_Published):
    """An exchange that shows what the proposition speaks of.

    `values` are all that stood in it; `path`, `form`, `planted` and `value` repeat the first of them.  A
    document of before `values` has one value for each witness.
    """

    exchange: str
    path: tuple[str, ...]
    form: str
    planted: str
    app: str | None
    app_by: str
    destination: str
    arm: str | None
    value: str
    controller: str
    detail: str
    values: tuple[ValueV1, ...] = ()


class CoverageV1(_Published):
    """What was examined, and what in it could not be read or understood."""

    examined: int
    gaps_in_scope: tuple[str, ...]
    gaps_out_of_scope: tuple[str, ...]
    residue: tuple[str, ...]


class ControlV1(_Published):
    """A control of the bench and whether it was seen."""

    name: str
    arm: str
    seen: bool
    detail: str


class ClosureV1(_Published):
    """Bytes counted by the phone against bytes recorded, for one arm and app."""

    arm: str
    app: str
    source: str
    counted: int
    recorded_low: int
    recorded_high: int
    tolerance: int
    closed_by: str


class SensitivityV1(_Published):
    """Spikes sent from the phone and spikes recovered."""

    sent: int
    found: int


class AlternativeV1(_Published):
    """An innocent explanation and the datum that excludes it."""

    name: str
    excluded_by: str


class JudgementV1(_Published):
    """One judgement of one proposition."""

    claim: str
    proposition: str
    kind: Literal["absence", "presence", "documentary"]
    scenario: str
    rule: str
    outcome: Literal["holds", "violated", "unproven", "not-applicable"]
    provisional: bool
    because: str
    reasons: tuple[str, ...]
    witnesses: tuple[WitnessV1, ...]
    scope: tuple[str, ...]
    coverage: CoverageV1
    controls: tuple[ControlV1, ...]
    closure: tuple[ClosureV1, ...]
    sensitivity: SensitivityV1
    n: int
    repeats: int
    bound95: float | None
    window_s: int
    grade: Literal["screening", "evidence"]
    labels: tuple[str, ...]
    handsets: int
    alternatives: tuple[AlternativeV1, ...]
    interventions: tuple[str, ...]
    origin: Literal["measurement", "rehearsal"]
    app: str
    arms: tuple[str, ...]
    minimum_n: int
    permissive_uploads: int
    observations: tuple[str, ...]
    reason_details: tuple[ReasonV1, ...]


class JudgementsV1(_Published):
    """The content of `judgements.json`."""

    model_config = ConfigDict(title=SCHEMA, serialize_by_alias=True)

    schema_: Literal["claims/judgements/v1"] = Field(alias="schema")
    judgements: tuple[JudgementV1, ...]
