"""The head of a result in Allure ("Error"): three short sentences for readers who do not know the suite."""

from __future__ import annotations

from harness.model.claim import SourceGrade
from harness.model.judgement import Judgement, Origin, Outcome, Reason
from harness.report.arm_words import arm_in_words
from harness.report.background import NOTHING, Background
from harness.report.leak import controlled, leaked
from harness.report.safe_text import one_line

MOST = 2000
"""Characters of captured text in a sentence; more than any sentence of ours has."""
_REASONS = {
    "act-failed": "an act could not be carried out",
    "act-unseen": "an act was not seen in the traffic",
    "alternative-open": "another explanation is not excluded",
    "arm-aborted": "a part of the recording was broken off",
    "arm-missing": "a part of the recording that is needed is missing",
    "baseline-missing": "there is no recording of the phone with the app not running",
    "broad-reading-only": "it was seen, but only a wide reading of the claim covers this app",
    "came-back": "something of what was done came back from a server that should not know it",
    "closure-not-met": "more bytes left the phone than were recorded",
    "closure-not-shown": "nothing shows that all traffic was recorded",
    "control-missing": "a signal sent on purpose was not seen",
    "gap-in-scope": "some traffic could not be read",
    "identifier-unread": "an identifier of the handset could not be learnt",
    "intercepted": "the recorder stands in the connection",
    "n-too-small": "too few acts were done",
    "one-handset": "it takes two handsets",
    "precondition-unproven": "the condition of a recording was not confirmed",
    "residue": "some values that were sent are not understood",
    "run-voided": "the run is void",
    "scenario-missing": "its scenario was not run",
    "silent-channel": "no upload was seen where one must be, so silence proves nothing",
    "switch-missing": "the switch was not found",
    "unattributed-upload": "nobody knows which app sent an upload",
    "unexplained-upload": "an upload is not understood",
    "unknown-controller": "nobody knows who controls a server",
    "window-short": "the recording did not go on for long enough",
}


def message_head(judgement: Judgement, background: Background = NOTHING) -> str:
    """Which claim; what reached whom, or why not; whether it was a rehearsal."""
    return "\n".join((_claim(judgement, background), _finding(judgement, background), _origin(judgement)))


def _claim(judgement: Judgement, background: Background) -> str:
    claim = background.claim_of(judgement)
    if claim is None:
        return f"{_plain(judgement.claim)}."
    if claim.words:
        return f"{claim.id}: “{_plain(claim.words)}” (proposition {_plain(judgement.proposition)})."
    told = _plain(claim.paraphrase).rstrip(".")
    by = "as the press tells it" if claim.source.grade is SourceGrade.PRESS else "in our words"
    return f"{claim.id}, {by}: {told} (proposition {_plain(judgement.proposition)})."


def _finding(judgement: Judgement, background: Background) -> str:
    app = f" from {_plain(background.app(judgement.app))}" if judgement.app else ""
    if judgement.outcome is Outcome.VIOLATED and judgement.witnesses:
        first = judgement.witnesses[0]
        more = len({item.exchange for item in judgement.witnesses}) - 1
        rest = f" (and {more} more {'exchange' if more == 1 else 'exchanges'})" if more else ""
        who = f"{_plain(first.destination)} ({controlled(first.controller)})"
        return f"Violated: {who} received {leaked(first.values, background)},{app}{rest}."
    if judgement.outcome is Outcome.UNPROVEN and judgement.reasons:
        more = len({(item.id, item.detail) for item in judgement.reasons}) - 1
        rest = f" (and {more} more {'reason' if more == 1 else 'reasons'})" if more else ""
        return f"Unproven: {_reason(judgement.reasons[0])}{rest}."
    names = {Outcome.HOLDS: "Holds", Outcome.NOT_APPLICABLE: "Not applicable", Outcome.VIOLATED: "Violated"}
    return f"{names.get(judgement.outcome, 'Unproven')}: {_plain(judgement.because).rstrip('.')}."


def _reason(reason: Reason) -> str:
    words = _REASONS.get(reason.id, reason.id.replace("-", " "))
    arm, separator, rest = reason.detail.partition(": ")
    detail = f"{arm_in_words(arm)}: {rest}" if separator and "/" in arm else reason.detail
    return f"{words} ({_plain(detail)})" if detail else words


def _origin(judgement: Judgement) -> str:
    if judgement.origin is Origin.REHEARSAL:
        return "This was a REHEARSAL: it says nothing about any real phone."
    return "This was measured on a phone."


def _plain(text: str) -> str:
    """One line without escapes of line breaks: a sentence goes on where captured text broke."""
    return one_line(" ".join(text.split()), MOST)
