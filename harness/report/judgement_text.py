"""A judgement as text that a person can follow: verdict, grounds, witnesses, what was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.model.judgement import ClosureState, ControlState, Judgement, Origin, Witness
from harness.report.safe_text import block, one_line

WITNESSES_MOST = 20
"""Witnesses written out in one text; `judgements.json` has all of them."""
LISTED_MOST = 12
"""Entries of a list (gaps, residue, controls) written out before the rest is counted."""


def judgement_text(judgement: Judgement) -> str:
    """The whole judgement, for an attachment or a text report."""
    return "\n".join(_lines(judgement)) + "\n"


def headline(judgement: Judgement) -> str:
    """The judgement in one line."""
    app = f" [{one_line(judgement.app)}]" if judgement.app else ""
    state = " (provisional)" if judgement.provisional else ""
    outcome = judgement.outcome.value.upper()
    return f"{outcome}{state}: {one_line(judgement.proposition)}{app}: {one_line(judgement.because)}"


def witness_text(witness: Witness, number: int = 1, total: int = 1) -> str:
    """A witness: where to, by which layers, what it says, and the exchange that shows it."""
    app = one_line(witness.app) if witness.app else "unknown app"
    rows = (
        ("sent to", f"{one_line(witness.destination)} (controller: {one_line(witness.controller)})"),
        ("sent by", f"{app} (known by: {one_line(witness.app_by)})"),
        ("layers", " > ".join(one_line(step) for step in witness.path) or "the message itself"),
        ("value", block(witness.value, 2000)),
        ("is", f"{one_line(witness.planted)}, written as {one_line(witness.form)}"),
        ("arm", one_line(witness.arm) if witness.arm else "outside every arm"),
        ("exchange", one_line(witness.exchange)),
        ("note", one_line(witness.detail, 1000)),
    )
    lines = [f"Witness {number} of {total}"]
    lines += [f"  {name:<9}{_indented(text)}" for name, text in rows if text]
    return "\n".join(lines)


def _lines(judgement: Judgement) -> Iterator[str]:
    yield headline(judgement)
    if judgement.origin is Origin.REHEARSAL:
        yield "REHEARSAL: no external witness; this says nothing about any real phone."
    yield f"grade {judgement.grade.value}; rule {one_line(judgement.rule)}; kind {judgement.kind.value}"
    yield from _list("label", judgement.labels)
    yield from _list("reason", [f"{reason.id}: {reason.detail}" for reason in judgement.reasons])
    shown = judgement.witnesses[:WITNESSES_MOST]
    for number, witness in enumerate(shown, 1):
        yield ""
        yield witness_text(witness, number, len(judgement.witnesses))
    if len(judgement.witnesses) > len(shown):
        yield f"... and {len(judgement.witnesses) - len(shown)} more witnesses in judgements.json"
    yield ""
    yield from _grounds(judgement)


def _grounds(judgement: Judgement) -> Iterator[str]:
    coverage = judgement.coverage
    yield f"exchanges examined: {coverage.examined}"
    yield f"acts: n = {judgement.n} (at least {judgement.minimum_n}), repeats {judgement.repeats}"
    if judgement.bound95 is not None:
        share = f"{judgement.bound95:.0%}"
        yield f"n = {judgement.n}: up to {share} of these acts could leak unseen (95 % bound)"
    yield f"window after the last act: {judgement.window_s} s of the phone's clock"
    yield f"spikes recovered: {judgement.sensitivity.found} of {judgement.sensitivity.sent} sent"
    yield f"read uploads in the permissive arm: {judgement.permissive_uploads}"
    yield from _list("arm", judgement.arms)
    yield from _list("gap in scope", coverage.gaps_in_scope)
    yield from _list("gap out of scope", coverage.gaps_out_of_scope)
    yield from _list("residue", coverage.residue)
    yield from _list("control", [_control(item) for item in judgement.controls])
    yield from _list("closure", [_closure(item) for item in judgement.closure])
    yield from _list(
        "alternative", [f"{item.name}: excluded by {item.excluded_by}" for item in judgement.alternatives]
    )
    yield from _list("scope", judgement.scope)
    yield from _list("intervention", judgement.interventions)
    yield from _list("observation", judgement.observations)


def _control(control: ControlState) -> str:
    seen = "seen" if control.seen else "NOT SEEN"
    return f"{seen}: {control.name} in {control.arm} {control.detail}".strip()


def _closure(item: ClosureState) -> str:
    met = "met" if item.met else "NOT MET"
    recorded = f"{item.recorded_low} to {item.recorded_high} B recorded, tolerance {item.tolerance} B"
    by = f", closed by {item.closed_by}" if item.closed_by else ""
    return f"{met}: {item.app} in {item.arm}: {item.counted} B by {item.source}, {recorded}{by}"


def _list(name: str, entries: Sequence[str]) -> Iterator[str]:
    for entry in entries[:LISTED_MOST]:
        yield f"{name}: {one_line(entry, 1000)}"
    if len(entries) > LISTED_MOST:
        yield f"{name}: ... and {len(entries) - LISTED_MOST} more"


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 11)
