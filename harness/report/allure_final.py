"""Allure results rewritten from the final judgements (what pytest shows is provisional).

holds = passed, violated = failed, unproven = broken, not applicable = skipped.  Of several judgements
in one scenario the worst decides.  Nothing ends as passed without a final judgement that holds.  The last
step says the same as the result: what it said while windows were still open is one line of its message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from harness.model.judgement import Judgement, Outcome
from harness.report.allure_result_file import attach, labels, parameters, read_result
from harness.report.allure_scenario import RUN_LABEL, SCENARIO_LABEL
from harness.report.background import NOTHING, Background
from harness.report.judgement_text import judgement_text
from harness.report.message_head import message_head
from harness.report.safe_text import one_line
from harness.report.whole_file import write_whole

PROVISIONAL_LABEL = "claims_provisional"
STATUS = {
    Outcome.HOLDS: "passed",
    Outcome.VIOLATED: "failed",
    Outcome.UNPROVEN: "broken",
    Outcome.NOT_APPLICABLE: "skipped",
}
_SAID = {
    "passed": "it holds",
    "failed": "violated",
    "broken": "unproven",
    "skipped": "not applicable",
}
_ERRORS = frozenset({"failed", "broken"})
_VERDICT = "\n\n**Final judgement**\n\n"
_WORST_FIRST = (Outcome.VIOLATED, Outcome.UNPROVEN, Outcome.HOLDS, Outcome.NOT_APPLICABLE)
_JUDGEMENT_SUFFIX = "-final-attachment.txt"
_TRAFFIC_SUFFIX = "-traffic-attachment.json"
Traffic = Callable[[Sequence[Judgement]], str]
"""The traffic that some judgements rest on, as HAR (`har.traffic_of`)."""


def finalise(
    results: Path,
    judgements: Sequence[Judgement],
    run: str | None = None,
    traffic: Traffic | None = None,
    background: Background = NOTHING,
) -> None:
    """Rewrites every `*-result.json` of a folder.

    With `run` only results of that run are touched.  May be called again with newer judgements.
    With `traffic` each scenario gets its HAR; `background` says more about what was found.
    Raises EvidenceError where a result cannot be read.
    """
    for path in sorted(results.glob("*-result.json")):
        _rewrite(path, judgements, run, traffic, background)


def _rewrite(
    path: Path,
    judgements: Sequence[Judgement],
    run: str | None,
    traffic: Traffic | None,
    background: Background,
) -> None:
    result = read_result(path)
    if run is not None and run not in labels(result, RUN_LABEL):
        return
    scenarios = labels(result, SCENARIO_LABEL)
    own = sorted(
        (item for item in judgements if item.scenario in scenarios),
        key=lambda item: _WORST_FIRST.index(item.outcome),
    )
    provisional = (labels(result, PROVISIONAL_LABEL) or (str(result.get("status", "unknown")),))[0]
    final = _status(own, provisional)
    before = result.get("statusDetails") or {}
    result["status"] = final
    result["labels"] = [*_own_labels(result), {"name": PROVISIONAL_LABEL, "value": provisional}]
    result["parameters"] = [shown for item in result.get("parameters") or [] for shown in parameters(item)]
    details = _details(own, provisional, final, before, background)
    result["statusDetails"] = details
    result["description"] = _description(own, final, result, background)
    text = "\n".join(judgement_text(item, background, complete=True) for item in own)
    name = f"Final judgement: {', '.join(dict.fromkeys(item.outcome.value for item in own))}"
    # Allure finds an attachment in one place only: where there is a step that judges, it is there.
    last = _settle_last_step(path, result, final, details) if own else None
    attach(path, result, _JUDGEMENT_SUFFIX, (name, "text/plain", ""))
    attach(path, last if last is not None else result, _JUDGEMENT_SUFFIX, (name, "text/plain", text))
    har = traffic(own) if traffic is not None and own else ""
    attach(path, result, _TRAFFIC_SUFFIX, ("Traffic (HAR)", "application/json", har))
    write_whole(path, json.dumps(result, ensure_ascii=True))


def _settle_last_step(
    path: Path, result: dict[str, Any], final: str, details: dict[str, Any]
) -> dict[str, Any] | None:
    """The last step, which judges, with the final status and message and without its provisional text."""
    steps = result.get("steps") or []
    if not steps:
        return None
    last: dict[str, Any] = steps[-1]
    last["status"] = final
    last["statusDetails"] = {name: text for name, text in details.items() if name == "message"}
    for item in last.get("attachments") or []:
        source = str(item.get("source", ""))
        if item.get("type") == "text/plain" and Path(source).name == source:
            path.with_name(source).unlink(missing_ok=True)
    last["attachments"] = [item for item in last.get("attachments") or [] if item.get("type") != "text/plain"]
    return last


def _status(own: Sequence[Judgement], provisional: str) -> str:
    outcomes = {item.outcome for item in own}
    for outcome in _WORST_FIRST:
        if outcome in outcomes:
            return STATUS[outcome]
    # Not judged at all: a skip keeps its own reason, everything else is unproven.
    return "skipped" if provisional == "skipped" else "broken"


def _details(
    own: Sequence[Judgement],
    provisional: str,
    final: str,
    before: dict[str, Any],
    background: Background,
) -> dict[str, Any]:
    lines = [message_head(item, background) for item in own] if final in _ERRORS else []
    if not own and final != "skipped":
        lines = ["Unproven: this scenario has no final judgement."]
    first = before.get("provisionalMessage", before.get("message"))
    if not own and first:
        lines.append(f"It ended with: {one_line(' '.join(str(first).split()), 1000)}")
    if lines and own and final != provisional:
        lines.append(_earlier(provisional))
    trace = "\n".join(judgement_text(item, background) for item in own if final in _ERRORS)
    details = {
        "message": "\n".join(lines),
        "trace": trace or ("" if own else before.get("trace", "")),
        "provisionalMessage": first,
    }
    return {name: text for name, text in details.items() if text}


def _description(own: Sequence[Judgement], final: str, result: dict[str, Any], background: Background) -> str:
    """The description with the verdict where it is no error: Allure would head it with that word."""
    said = str(result.get("description") or "").partition(_VERDICT)[0]
    if not own or final in _ERRORS:
        return said
    lines = [line for item in own for line in message_head(item, background).split("\n")]
    provisional = (labels(result, PROVISIONAL_LABEL) or (final,))[0]
    if provisional != final:
        lines.append(_earlier(provisional))
    return said + _VERDICT + "\n".join(f"- {line}" for line in lines)


def _earlier(provisional: str) -> str:
    return f"provisional: {_SAID.get(provisional, 'no verdict')}, windows were still open"


def _own_labels(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The labels, each once: a marker and a call may both have set one."""
    kept = {
        (str(item.get("name")), str(item.get("value"))): item
        for item in result.get("labels") or []
        if item.get("name") != PROVISIONAL_LABEL
    }
    return list(kept.values())
