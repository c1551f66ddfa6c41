"""`judgements.json`: judgements in the published format `claims/judgements/v1`, written and read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from enum import Enum
from importlib import resources
from typing import Any

from pydantic import ValidationError

from harness.model.claim import Grade, Kind
from harness.model.errors import EvidenceError
from harness.model.judgement import (
    Alternative,
    ClosureState,
    ControlState,
    Coverage,
    Judgement,
    Origin,
    Outcome,
    Reason,
    Sensitivity,
    Value,
    Witness,
)
from harness.ruling.published import SCHEMA, JudgementsV1, JudgementV1, WitnessV1


def to_json(judgements: Iterable[Judgement]) -> str:
    """The judgements as a JSON document, ASCII only, keys in the order of the format."""
    published = JudgementsV1(schema=SCHEMA, judgements=tuple(_published(item) for item in judgements))
    return json.dumps(published.model_dump(mode="json"), indent=1, allow_nan=False) + "\n"


def from_json(document: str | bytes) -> tuple[Judgement, ...]:
    """The judgements of a document.  Raises EvidenceError where it is not of the format.

    A judgement whose outcome its own data do not support is refused as well.
    """
    try:
        published = JudgementsV1.model_validate_json(document)
        return tuple(_judgement(item) for item in published.judgements)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise EvidenceError(f"wanted {SCHEMA}, found at {place or 'the start'}: {first['msg']}") from error
    except ValueError as error:
        raise EvidenceError(f"wanted {SCHEMA}, found a judgement that cannot stand: {error}") from error


def schema() -> dict[str, Any]:
    """The JSON schema of the format, as shipped in the package."""
    text = resources.files("harness.ruling").joinpath("judgements.v1.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _published(judgement: Judgement) -> JudgementV1:
    fields = _plain(asdict(judgement))
    details = fields.pop("reasons")
    fields["reasons"] = tuple(detail["id"] for detail in details)
    fields["reason_details"] = details
    fields["witnesses"] = tuple(witness | witness["values"][0] for witness in fields["witnesses"])
    return JudgementV1.model_validate(fields)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        # Lone surrogates come from undecodable bytes on the phone; JSON cannot carry them.
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value


def _judgement(published: JudgementV1) -> Judgement:
    fields: dict[str, Any] = dict(published)
    details = fields.pop("reason_details")
    if tuple(detail.id for detail in details) != fields["reasons"]:
        raise ValueError(f"{published.proposition}: reasons and reason_details differ")
    fields["witnesses"] = tuple(_witness(item) for item in published.witnesses)
    many = {
        "controls": ControlState,
        "closure": ClosureState,
        "alternatives": Alternative,
    }
    for name, kind in many.items():
        fields[name] = tuple(kind(**dict(item)) for item in fields[name])
    return Judgement(
        **fields
        | {
            "kind": Kind(published.kind),
            "outcome": Outcome(published.outcome),
            "grade": Grade(published.grade),
            "origin": Origin(published.origin),
            "reasons": tuple(Reason(detail.id, detail.detail) for detail in details),
            "coverage": Coverage(**dict(published.coverage)),
            "sensitivity": Sensitivity(**dict(published.sensitivity)),
        }
    )


def _witness(published: WitnessV1) -> Witness:
    fields: dict[str, Any] = dict(published)
    first = Value(*(fields.pop(name) for name in ("path", "form", "planted", "value")))
    values = tuple(Value(**dict(item)) for item in published.values) or (first,)
    if values[0] != first:
        raise ValueError(f"the witness {published.exchange} and the first of its values differ")
    return Witness(**fields | {"values": values})
