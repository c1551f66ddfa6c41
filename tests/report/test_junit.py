"""JUnit XML that build servers read: nothing in it is greener than the judgements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harness.model.judgement import Origin, Outcome
from harness.report.context import Context
from harness.report.junit import document, write
from harness.report.verdict import Verdict


def test_the_file_has_a_suite_for_each_run(context: Context, golden: Callable[[str, str], None]) -> None:
    (written,) = write(context)

    assert written.path is not None
    assert written.path.name == f"{context.invocation}.junit.xml"
    assert [entry.name for entry in context.reports.iterdir()] == [written.path.name]
    golden("junit.xml", written.path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("outcome", "children"),
    [
        (Outcome.HOLDS, ["system-out"]),
        (Outcome.VIOLATED, ["failure"]),
        (Outcome.UNPROVEN, ["error"]),
        (Outcome.NOT_APPLICABLE, ["skipped"]),
    ],
)
def test_every_outcome_is_told_with_its_sentence(
    context: Context, outcome: Outcome, children: list[str]
) -> None:
    run = replace(context.runs[0], verdicts={"INC-02": Verdict(outcome, "the whole sentence", "short")})
    (case, *others) = suites(replace(context, runs=(run,)))[0].findall("testcase")

    assert [child.tag for child in case] == children
    assert case.attrib["name"].startswith("INC-02 ")
    if outcome is not Outcome.HOLDS:
        assert case[0].attrib == {"message": "the whole sentence", "type": outcome.value}
    assert "violated: INC-02.address com.mi.globalbrowser: " in (case[0].text or "")
    assert {child.tag for other in others for child in other} == {"skipped"}
    if outcome is Outcome.NOT_APPLICABLE:
        assert "not tested, in part: INC-02.address (Mint Browser) was not run" in (case[0].text or "")
    assert [other.attrib["name"] for other in others] == ["CON-99 A title"]


def test_a_rehearsal_says_so_and_a_measurement_does_not(context: Context) -> None:
    (run,) = context.runs
    measured = replace(
        run, judgements=tuple(replace(item, origin=Origin.MEASUREMENT) for item in run.judgements)
    )

    for other, said in ((run, True), (measured, False)):
        root = fromstring(document(replace(context, runs=(other,))).tostring())
        (suite, _) = root
        values = {item.attrib["name"]: item.attrib["value"] for item in suite.iter("property")}
        assert ("REHEARSAL" in root.attrib["name"]) is said
        assert ("(rehearsal)" in suite.attrib["name"]) is said
        assert values["origin"] == other.origin.value
        assert set(values) == {"run", "handset", "firmware", "origin", "grade"}


def test_a_handset_that_was_not_judged_is_an_error(context: Context) -> None:
    (unmeasured,) = context.unmeasured
    for errors, others in (({"pixel": "no phone"}, ()), ({}, ()), ({}, (unmeasured,))):
        (suite,) = suites(replace(context, runs=(), errors=errors, unmeasured=others))

        assert (suite.attrib["tests"], suite.attrib["errors"]) == ("1", "1")
        assert suite.attrib["name"] == ("pixel" if errors or others else "bench")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(text=st.text(alphabet=st.characters()))
@example(text="\x00\x0b\ufffe\uffff\ufdd0\U0001ffff\ud800")
def test_any_captured_text_is_well_formed_xml(context: Context, text: str) -> None:
    (run,) = context.runs
    hostile = replace(
        run,
        handset=text,
        facts=replace(run.facts, firmware=text),
        judgements=tuple(replace(item, app=text, because=text) for item in run.judgements),
        verdicts={"INC-02": Verdict(Outcome.VIOLATED, text)},
    )

    assert len(suites(replace(context, runs=(hostile,), unmeasured=(), errors={text: text}))) == 2


def suites(context: Context) -> list[Any]:
    """The suites as any reader of XML finds them."""
    return list(fromstring(document(context).tostring()))
