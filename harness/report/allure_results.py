"""Allure results rewritten from the final judgements (design, "When a verdict is final").

holds = passed, violated = failed, unproven = broken, not applicable = skipped.  Of several judgements
in one scenario the worst decides.  Nothing ends as passed without a final judgement that holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.model.errors import EvidenceError
from harness.model.judgement import Judgement, Outcome
from harness.report.allure_scenario import RUN_LABEL, SCENARIO_LABEL
from harness.report.judgement_text import headline, judgement_text
from harness.report.safe_text import one_line

PROVISIONAL_LABEL = "claims_provisional"
STATUS = {
    Outcome.HOLDS: "passed",
    Outcome.VIOLATED: "failed",
    Outcome.UNPROVEN: "broken",
    Outcome.NOT_APPLICABLE: "skipped",
}
_WORST_FIRST = (Outcome.VIOLATED, Outcome.UNPROVEN, Outcome.HOLDS, Outcome.NOT_APPLICABLE)
_JUDGEMENT_SUFFIX = "-final-attachment.txt"
_TRAFFIC_SUFFIX = "-traffic-attachment.json"
Traffic = Callable[[Sequence[Judgement]], str]
"""The traffic that some judgements rest on, as HAR (`har.traffic_of_arms`)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A scenario whose final status is not what pytest showed."""

    scenario: str
    provisional: str
    final: str


def finalise(
    results: Path,
    judgements: Sequence[Judgement],
    run: str | None = None,
    traffic: Traffic | None = None,
) -> tuple[Changed, ...]:
    """Rewrites every `*-result.json` of a folder; returns where the final status differs.

    With `run` only results of that run are touched.  May be called again with newer judgements.
    With `traffic` each scenario gets its HAR.
    Raises EvidenceError where a result cannot be read.
    """
    return tuple(
        changed
        for path in sorted(results.glob("*-result.json"))
        for changed in _rewrite(path, judgements, run, traffic)
    )


def _rewrite(
    path: Path, judgements: Sequence[Judgement], run: str | None, traffic: Traffic | None
) -> Iterator[Changed]:
    result = _read(path)
    if run is not None and run not in _labels(result, RUN_LABEL):
        return
    scenarios = _labels(result, SCENARIO_LABEL)
    own = [item for item in judgements if item.scenario in scenarios]
    provisional = (_labels(result, PROVISIONAL_LABEL) or (str(result.get("status", "unknown")),))[0]
    final = _status(own, provisional)
    result["status"] = final
    result["labels"] = [item for item in result.get("labels", []) if item.get("name") != PROVISIONAL_LABEL]
    result["labels"].append({"name": PROVISIONAL_LABEL, "value": provisional})
    result["statusDetails"] = _details(own, provisional, final, result.get("statusDetails") or {})
    texts = {_JUDGEMENT_SUFFIX: ("Final judgement", "text/plain", "\n".join(map(judgement_text, own)))}
    if traffic is not None and own:
        texts[_TRAFFIC_SUFFIX] = ("Traffic (HAR)", "application/json", traffic(own))
    for suffix, (name, kind, text) in texts.items():
        _attach(path, result, suffix, name, kind, text)
    _write(path, json.dumps(result, ensure_ascii=True))
    if final != provisional:
        name = scenarios[0] if scenarios else str(result.get("name", path.name))
        yield Changed(one_line(name), provisional, final)


def _status(own: Sequence[Judgement], provisional: str) -> str:
    outcomes = {item.outcome for item in own}
    for outcome in _WORST_FIRST:
        if outcome in outcomes:
            return STATUS[outcome]
    # Not judged at all: a skip keeps its own reason, everything else is unproven.
    return "skipped" if provisional == "skipped" else "broken"


def _details(
    own: Sequence[Judgement], provisional: str, final: str, before: dict[str, Any]
) -> dict[str, Any]:
    lines = [headline(item) for item in sorted(own, key=lambda item: _WORST_FIRST.index(item.outcome))]
    if not own and final != "skipped":
        lines = ["UNPROVEN: this scenario has no final judgement"]
    lines.append(
        f"final {final}, provisional {provisional}"
        + ("" if final == provisional else " (later arms and windows)")
    )
    first = before.get("provisionalMessage", before.get("message"))
    if first:
        lines.append(f"at its last step: {one_line(str(first), 1000)}")
    details = {"message": "\n".join(lines)}
    trace = "\n".join(judgement_text(item) for item in own) or before.get("trace", "")
    return details | ({"trace": trace} if trace else {}) | ({"provisionalMessage": first} if first else {})


def _attach(path: Path, result: dict[str, Any], suffix: str, name: str, kind: str, text: str) -> None:
    source = path.name.removesuffix("-result.json") + suffix
    kept = [item for item in result.get("attachments") or [] if item.get("source") != source]
    if text:
        _write(path.with_name(source), text)
        kept.append({"name": name, "source": source, "type": kind})
    result["attachments"] = kept


def _labels(result: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(item.get("value")) for item in result.get("labels") or [] if item.get("name") == name)


def _read(path: Path) -> dict[str, Any]:
    try:
        result = json.loads(path.read_bytes())
    except ValueError as error:
        raise EvidenceError(f"wanted an Allure result in {path}, found no JSON: {error}") from error
    if not isinstance(result, dict):
        raise EvidenceError(f"wanted an Allure result in {path}, found {type(result).__name__}")
    return result


def _write(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_bytes(text.encode("utf-8", "backslashreplace"))
    new.replace(path)
