"""What a judgement found as one sentence for readers who do not know the suite: the same words everywhere."""

from __future__ import annotations

from harness.model.judgement import Judgement, Outcome, Reason
from harness.report.background import Background
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
    "candidate-only": "something of what was done was seen in a form that convicts nobody alone",
    "cleartext-doubtful": "something was sent in clear, but whether the claim speaks of it is open",
    "closure-not-met": "more bytes left the phone than were recorded",
    "closure-not-shown": "nothing shows that all traffic was recorded",
    "condition-missing": "the phone's screen does not offer what the claim speaks of",
    "condition-unclear": "the words on the phone's screen do not say what they stop",
    "configuration-changed": "a server changed the settings of the reports between two recordings",
    "configuration-unread": "the settings that a server gives for the reports were not read",
    "content-by-foreign-app": "something of what was done was sent by an app that the claim does not cover",
    "control-missing": "a signal sent on purpose was not seen",
    "data-not-cleared": "the app's data were not cleared before a recording",
    "fault": "the measurement was disturbed",
    "gap-in-scope": "some traffic could not be read",
    "identifier-doubtful": "an identifier of the handset was seen, but not so that it convicts this app",
    "identifier-unread": "an identifier of the handset could not be learnt",
    "intercepted": "the recorder stands in the connection",
    "n-too-small": "too few acts were done",
    "beyond-role": "a host that the act addresses received what the act does not give it",
    "never-alone": "something of what was done was seen, but only where every lawful connection has it",
    "nothing-examined": "nothing could be examined",
    "observed-ambiguous": "text of the screen was seen that may have come from elsewhere",
    "one-handset": "it takes two handsets",
    "polarity-reversed": "the positions do the opposite of what their words say",
    "precondition-unproven": "the condition of a recording was not confirmed",
    "readable-elsewhere": "an upload can be read that goes to a server of somebody else",
    "relay-upload": "a system service sent an upload that may be this app's",
    "residue": "some values that were sent are not understood",
    "run-voided": "the run is void",
    "scenario-missing": "its scenario was not run",
    "screen-unread": "a screen of the phone was not read",
    "silent-channel": "no upload was seen where one must be, so silence proves nothing",
    "token-missing": "no token was seen in the uploads",
    "unattributed-upload": "nobody knows which app sent an upload",
    "unexplained-upload": "an upload is not understood",
    "unknown-controller": "nobody knows who controls a server",
    "untimed-upload": "nobody knows what an upload tells of, for its time is missing or impossible",
    "upload-in-baseline": "an upload was seen while the app was not running",
    "upload-in-blank-arm": "an upload was seen where nothing was done",
    "version": "the claim does not speak of the installed version",
    "window-cut": "the recording ended before its time",
    "window-short": "the recording did not go on for long enough",
}
_WHOLE = frozenset({"scenario-missing"})
"""Reasons that say all: whatever else is missing follows from them."""


def finding(judgement: Judgement, background: Background) -> str:
    """Who received what from which app, or why nobody knows; without a full stop."""
    if judgement.outcome is Outcome.VIOLATED and judgement.witnesses:
        first = judgement.witnesses[0]
        who = f"{sentence(first.destination)} ({controlled(first.controller)})"
        app = f", from {sentence(background.app(judgement.app))}" if judgement.app else ""
        return f"{who} received {leaked(first.values, background)}{app}{_more_exchanges(judgement)}"
    if judgement.outcome is Outcome.UNPROVEN and judgement.reasons:
        reason = judgement.reasons[0]
        if reason.id in _WHOLE:
            return _REASONS[reason.id]
        more = len({(item.id, item.detail) for item in judgement.reasons}) - 1
        rest = f" (and {more} more {'reason' if more == 1 else 'reasons'})" if more else ""
        return f"{_reason(reason, background)}{rest}"
    return sentence(background.words.told(judgement.because)).rstrip(".")


def short_finding(judgement: Judgement, background: Background) -> str:
    """The same for a cell of a table: host and value alone."""
    if judgement.outcome is not Outcome.VIOLATED or not judgement.witnesses:
        return finding(judgement, background)
    first = judgement.witnesses[0]
    received = leaked(first.values, background)
    return f"{sentence(first.destination)} received {received}{_more_exchanges(judgement)}"


def sentence(text: str) -> str:
    """One line without escapes of line breaks: a sentence goes on where captured text broke."""
    return one_line(" ".join(text.split()), MOST)


def _more_exchanges(judgement: Judgement) -> str:
    more = len({item.exchange for item in judgement.witnesses}) - 1
    return f" (and {more} more {'exchange' if more == 1 else 'exchanges'})" if more else ""


def _reason(reason: Reason, background: Background) -> str:
    words = _REASONS.get(reason.id, reason.id.replace("-", " "))
    detail = sentence(background.words.told(reason.detail))
    return f"{words} ({detail})" if detail else words
