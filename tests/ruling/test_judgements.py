from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.model.errors import EvidenceError
from harness.model.judgement import Judgement, Reason, Value
from harness.ruling.judgements import from_json, schema, to_json

KEYS = {
    "claim",
    "proposition",
    "kind",
    "scenario",
    "rule",
    "outcome",
    "provisional",
    "because",
    "reasons",
    "witnesses",
    "scope",
    "coverage",
    "controls",
    "closure",
    "sensitivity",
    "n",
    "repeats",
    "bound95",
    "window_s",
    "grade",
    "labels",
    "handsets",
    "alternatives",
    "interventions",
    "origin",
}
WITNESS_KEYS = {"exchange", "path", "form", "planted", "app", "app_by", "destination", "arm", "values"}


def test_the_format_is_the_published_one(
    violated: Judgement,
    holding: Judgement,
    unproven: Judgement,
    not_applicable: Judgement,
    golden: Callable[[str, str], None],
) -> None:
    golden("judgements.json", to_json([violated, holding, unproven, not_applicable]))


def test_every_key_of_the_design_is_there(violated: Judgement) -> None:
    document = json.loads(to_json([violated]))
    judgement = document["judgements"][0]

    assert document["schema"] == "claims/judgements/v1"
    assert judgement.keys() >= KEYS
    assert judgement["witnesses"][0].keys() >= WITNESS_KEYS
    assert judgement["coverage"].keys() == {"examined", "gaps_in_scope", "gaps_out_of_scope", "residue"}
    assert judgement["sensitivity"].keys() == {"sent", "found"}
    assert judgement["alternatives"][0].keys() == {"name", "excluded_by"}


def test_reasons_are_ids(unproven: Judgement) -> None:
    assert json.loads(to_json([unproven]))["judgements"][0]["reasons"] == ["gap-in-scope"]


def test_what_was_written_is_read_back(holding: Judgement, not_applicable: Judgement) -> None:
    assert from_json(to_json([holding, not_applicable])) == (holding, not_applicable)


def test_a_witness_has_all_its_values_and_repeats_the_first(violated: Judgement) -> None:
    witness = violated.witnesses[0]
    more = replace(witness, values=(*witness.values, Value(("body", "json:a"), "md5", "p2", "v2")))
    once = to_json([replace(violated, witnesses=(more,))])
    (found,) = json.loads(once)["judgements"][0]["witnesses"]

    assert [value["form"] for value in found["values"]] == ["plain", "md5"]
    assert found | found["values"][0] == found
    assert to_json(from_json(once)) == once


def test_a_document_of_before_values_is_still_read(violated: Judgement) -> None:
    document = json.loads(to_json([violated]))
    once = json.dumps(document)
    del document["judgements"][0]["witnesses"][0]["values"]

    assert from_json(json.dumps(document)) == from_json(once)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(alphabet=st.characters()))
def test_any_captured_text_survives_twice(unproven: Judgement, text: str) -> None:
    once = to_json([replace(unproven, because=text, reasons=(Reason("x", text),))])

    assert once.isascii()
    assert to_json(from_json(once)) == once


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda d: d.update(schema="claims/judgements/v2"), "at schema"),
        (lambda d: d.pop("judgements"), "at judgements"),
        (lambda d: d["judgements"][0].update(outcome="fine"), "at judgements.0.outcome"),
        (lambda d: d["judgements"][0].update(n="3"), "at judgements.0.n"),
        (lambda d: d["judgements"][0].update(nonsense=1), "at judgements.0.nonsense"),
        (lambda d: d["judgements"][0].update(reasons=["other"]), "reasons and reason_details differ"),
        (lambda d: d["judgements"][0].update(closure=[]), "closure is not met"),
    ],
)
def test_what_is_not_of_the_format_is_refused(
    holding: Judgement, change: Callable[[dict[str, object]], object], found: str
) -> None:
    document = json.loads(to_json([holding]))
    change(document)

    with pytest.raises(EvidenceError, match=found):
        from_json(json.dumps(document))


def test_a_witness_that_contradicts_its_values_is_refused(violated: Judgement) -> None:
    document = json.loads(to_json([violated]))
    document["judgements"][0]["witnesses"][0]["form"] = "md5"

    with pytest.raises(EvidenceError, match="the witness 000123 and the first of its values differ"):
        from_json(json.dumps(document))


def test_no_json_is_refused() -> None:
    with pytest.raises(EvidenceError, match="the start"):
        from_json(b"\xff{")


def test_the_schema_is_in_the_package() -> None:
    assert schema()["title"] == "claims/judgements/v1"
