from __future__ import annotations

from harness.ruling.judgements import schema
from harness.ruling.published import JudgementsV1


def test_the_shipped_schema_is_that_of_the_types() -> None:
    generated = JudgementsV1.model_json_schema(by_alias=True)
    shipped = schema()

    assert shipped.pop("$schema") == "https://json-schema.org/draft/2020-12/schema"
    assert shipped.pop("$id") == "claims/judgements/v1"
    assert shipped == generated


def test_nothing_beyond_the_format_is_allowed() -> None:
    assert all(kind["additionalProperties"] is False for kind in schema()["$defs"].values())
