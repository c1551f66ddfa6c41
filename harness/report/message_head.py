"""The head of a result in Allure ("Error"): three short sentences for readers who do not know the suite."""

from __future__ import annotations

from harness.model.claim import SourceGrade
from harness.model.judgement import Judgement, Origin
from harness.report.background import NOTHING, Background
from harness.report.finding import finding, sentence


def message_head(judgement: Judgement, background: Background = NOTHING) -> str:
    """Which claim; what reached whom, or why not; whether it was a rehearsal."""
    outcome = judgement.outcome.value.replace("-", " ").capitalize()
    found = f"{outcome}: {finding(judgement, background)}."
    return "\n".join((_claim(judgement, background), found, _origin(judgement)))


def _claim(judgement: Judgement, background: Background) -> str:
    claim = background.claim_of(judgement)
    if claim is None:
        return f"{sentence(judgement.claim)}."
    if claim.words:
        return f"{claim.id}: “{sentence(claim.words)}” (proposition {sentence(judgement.proposition)})."
    told = sentence(claim.paraphrase).rstrip(".")
    by = "as the press tells it" if claim.source.grade is SourceGrade.PRESS else "in our words"
    return f"{claim.id}, {by}: {told} (proposition {sentence(judgement.proposition)})."


def _origin(judgement: Judgement) -> str:
    if judgement.origin is Origin.REHEARSAL:
        return "This was a REHEARSAL: it says nothing about any real phone."
    return "This was measured on a phone."
