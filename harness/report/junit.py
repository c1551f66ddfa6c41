"""JUnit XML, which every build server shows: a suite for each run, a case for each claim.

holds = passed, violated = failure, unproven = error, not applicable = skipped.  A claim that the run says
nothing about is skipped with its reason, a handset that was not judged is an error: green is never silence.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from harness.model.claim import Claim
from harness.model.judgement import Origin, Outcome
from harness.report.allure_environment import BANNER
from harness.report.context import Context, JudgedRun, Written
from harness.report.finding import finding
from harness.report.safe_text import block, one_line
from harness.report.untested import untested
from harness.report.verdict import Verdict
from harness.report.whole_file import write_whole

NAME = "junit"
WHAT = "JUnit XML, for build servers"
MESSAGE_MOST = 2000
"""Characters of a reason."""
_RESULT: Mapping[Outcome, type[Failure | Error | Skipped]] = {
    Outcome.VIOLATED: Failure,
    Outcome.UNPROVEN: Error,
    Outcome.NOT_APPLICABLE: Skipped,
}


def write(context: Context) -> tuple[Written, ...]:
    """Write one file for all runs."""
    path = context.reports / f"{context.invocation}.junit.xml"
    content = io.BytesIO()
    document(context).write(content, pretty=True)
    write_whole(path, content.getvalue().decode("utf-8"))
    return (Written(NAME, path),)


def document(context: Context) -> JUnitXml:
    """The content of the file."""
    found = JUnitXml(one_line(f"Claims {context.invocation} - {BANNER[context.origin]}"))
    for run in context.runs:
        found.append(_suite(context, run))
    errors = {item.handset: item.why for item in context.unmeasured} | dict(context.errors)
    if not errors and not context.runs:
        errors = {"bench": "nothing was judged"}
    for handset, error in errors.items():
        found.append(_not_judged(handset, error))
    found.update_statistics()
    return found


def _suite(context: Context, run: JudgedRun) -> TestSuite:
    rehearsal = " (rehearsal)" if run.origin is Origin.REHEARSAL else ""
    suite = TestSuite(one_line(f"{run.handset}{rehearsal}"))
    suite.timestamp = context.started
    properties = {
        "run": run.id,
        "handset": run.handset,
        "firmware": run.facts.firmware,
        "origin": run.origin.value,
        "grade": run.facts.grade,
    }
    for name, value in properties.items():
        suite.add_property(name, one_line(value))
    claims: dict[str, Claim] = {claim.id: claim for claim in context.ledger.claims}
    lacking = {str(item.claim): item.said for item in untested(context.ledger, {run.handset: run.judgements})}
    for claim, verdict in run.verdicts.items():
        suite.add_testcase(_case(run, claims[claim], verdict, lacking.get(claim)))
    for claim, why in lacking.items():
        if claim not in run.verdicts:
            case = _named(claims[claim])
            case.result = Skipped(one_line(why, MESSAGE_MOST), "not-tested")
            suite.add_testcase(case)
    return suite


def _case(run: JudgedRun, claim: Claim, verdict: Verdict, lacking: str | None) -> TestCase:
    case = _named(claim)
    said = [
        f"{item.outcome.value}: {item.proposition} {item.app}: {finding(item, run.background)}"
        for item in run.judgements
        if item.claim == claim.id
    ]
    if lacking:
        said.append(lacking)
    kind = _RESULT.get(verdict.outcome)
    if kind is None:
        case.system_out = block("\n".join(said))
        return case
    result = kind(one_line(verdict.because, MESSAGE_MOST), verdict.outcome.value)
    result.text = block("\n".join(said))
    case.result = result
    return case


def _named(claim: Claim) -> TestCase:
    return TestCase(one_line(f"{claim.id} {claim.title}"), one_line(claim.topic))


def _not_judged(handset: str, error: str) -> TestSuite:
    suite = TestSuite(one_line(handset))
    case = TestCase("the handset is judged and put back", one_line(handset))
    case.result = Error(one_line(error, MESSAGE_MOST), "not-judged")
    suite.add_testcase(case)
    return suite
