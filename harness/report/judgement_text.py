"""A judgement as text that a person can follow: verdict, grounds, witnesses, what was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.model.claim import Kind
from harness.model.judgement import ClosureState, ControlState, Judgement, Origin, Outcome
from harness.report.background import NOTHING, Background
from harness.report.finding import finding
from harness.report.interventions import interventions_in_words
from harness.report.safe_text import one_line
from harness.report.witness_text import witness_lines
from harness.report.words import Words

WITNESSES_MOST = 20
"""Witnesses written out in a short text."""
ALL_WITNESSES_MOST = 2000
"""Witnesses written out in a complete text; `judgements.json` has all of them."""
LISTED_MOST = 12
"""Entries of a list (gaps, residue, controls) written out in a short text before the rest is counted."""


def judgement_text(judgement: Judgement, background: Background = NOTHING, *, complete: bool = False) -> str:
    """The whole judgement.  A short text cuts long lists and says how much it left out."""
    return "\n".join(_lines(judgement, background, complete=complete)) + "\n"


def headline(judgement: Judgement, background: Background = NOTHING) -> str:
    """The judgement in one line."""
    app = f" [{one_line(judgement.app)}]" if judgement.app else ""
    # A witness in words says all that the rule says of it; other grounds are the rule's own.
    told = finding(judgement, background) if judgement.outcome is Outcome.VIOLATED else judgement.because
    found = one_line(background.words.told(told), 1000)
    state = " (provisional)" if judgement.provisional else ""
    outcome = judgement.outcome.value.upper()
    return f"{outcome}{state}: {one_line(judgement.proposition)}{app}: {found}"


def driven(judgement: Judgement) -> str:
    """The first sentence of every judgement: what cannot be removed, its labels, its origin (method §10)."""
    labels = [judgement.grade.value, *judgement.labels]
    origin = "a measurement of a phone"
    if judgement.origin is Origin.REHEARSAL:
        origin = "REHEARSAL: no external witness, says nothing about any real phone"
    return (
        "Driven with uiautomator2 over USB debugging, which cannot be removed; "
        f"{', '.join(one_line(label) for label in dict.fromkeys(labels))}; {origin}."
    )


def _lines(judgement: Judgement, background: Background, *, complete: bool) -> Iterator[str]:
    yield driven(judgement)
    yield headline(judgement, background)
    yield from _subject(judgement, background)
    most = ALL_WITNESSES_MOST if complete else LISTED_MOST
    told = background.words.told
    yield from _list("reason", [f"{item.id}: {told(item.detail)}" for item in judgement.reasons], most)
    if judgement.witnesses:
        yield ""
        shown = ALL_WITNESSES_MOST if complete else WITNESSES_MOST
        yield from witness_lines(judgement.witnesses, background, shown)
    yield ""
    yield from _figures(judgement)
    numbers = {arm: f"A{number}" for number, arm in enumerate(judgement.arms, 1)}
    yield from _grounds(judgement, background, numbers, most)


def _subject(judgement: Judgement, background: Background) -> Iterator[str]:
    claim = background.claim_of(judgement)
    if claim is not None:
        texts = [item.text for item in claim.propositions if item.id == judgement.proposition]
        yield from (f"proposition: {one_line(text, 1000)}" for text in texts)
    if judgement.app:
        yield f"app: {one_line(background.app(judgement.app))}"
    yield f"rule: {one_line(judgement.rule)} ({judgement.kind.value})"


def _figures(judgement: Judgement) -> Iterator[str]:
    """The numbers that mean something for this kind and outcome (method §9)."""
    if judgement.outcome is Outcome.NOT_APPLICABLE:
        return
    if judgement.kind is not Kind.ABSENCE:
        if judgement.coverage.examined:
            yield f"places read: {judgement.coverage.examined}"
        return
    if judgement.coverage.examined:
        yield f"exchanges examined: {judgement.coverage.examined}"
    if judgement.n:
        yield f"acts: n = {judgement.n} (at least {judgement.minimum_n}), repeats {judgement.repeats}"
    if judgement.outcome is Outcome.HOLDS and judgement.bound95 is not None:
        share = f"{judgement.bound95:.0%}"
        yield f"n = {judgement.n}: up to {share} of these acts could leak unseen (95 % bound)"
    if judgement.window_s:
        yield f"window after the last act: {judgement.window_s} s of the phone's clock"
    if judgement.sensitivity.sent:
        yield f"spikes recovered: {judgement.sensitivity.found} of {judgement.sensitivity.sent} sent"
    if judgement.permissive_uploads:
        yield f"read uploads in the permissive arm: {judgement.permissive_uploads}"


def _grounds(
    judgement: Judgement, background: Background, numbers: dict[str, str], most: int
) -> Iterator[str]:
    coverage, words = judgement.coverage, background.words
    told = words.told
    yield from (f"arm {number}: {words.arm(arm)}" for arm, number in numbers.items())
    yield from _list("gap in scope", [told(gap) for gap in coverage.gaps_in_scope], most)
    yield from _list("gap out of scope", [told(gap) for gap in coverage.gaps_out_of_scope], most)
    yield from _list("residue", [told(text) for text in coverage.residue], most)
    controls = [(_control(item), numbers.get(item.arm) or words.arm(item.arm)) for item in judgement.controls]
    yield from _in_arms("control", controls, most)
    closure = [
        (_closure(item, words), numbers.get(item.arm) or words.arm(item.arm)) for item in judgement.closure
    ]
    yield from _in_arms("closure", closure, most)
    alternatives = [
        f"{item.name}: " + (f"excluded: {told(item.excluded_by)}" if item.excluded_by else "NOT EXCLUDED")
        for item in judgement.alternatives
    ]
    yield from _list("alternative", alternatives, most)
    yield from _list("scope", judgement.scope, most)
    if judgement.arms:
        arms = {*judgement.arms, *(item.closed_by.rpartition(" ")[2] for item in judgement.closure)}
        yield from _list("intervention", interventions_in_words(judgement.interventions, arms, words), most)
        if background.rooted:
            yield f"intervention: read as root: {one_line(', '.join(background.rooted), 1000)}"
    yield from _list("observation", [told(text) for text in judgement.observations], most)


def _control(control: ControlState) -> str:
    seen = "seen" if control.seen else "NOT SEEN"
    return f"{seen}: {control.name}" + (f", {control.detail}" if control.detail else "")


def _closure(item: ClosureState, words: Words) -> str:
    met = "met" if item.met else "NOT MET"
    recorded = f"{item.recorded_low} to {item.recorded_high} B recorded, tolerance {item.tolerance} B"
    kind, _, arm = item.closed_by.rpartition(" ")
    by = f", closed by {kind} {words.arm(arm)}" if item.closed_by else ""
    return f"{met}: {item.app}: {item.counted} B by {item.source}, {recorded}{by}"


def _list(name: str, entries: Sequence[str], most: int) -> Iterator[str]:
    """One line for each different entry, with how often it stands there."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry] = counts.get(entry, 0) + 1
    for entry, count in list(counts.items())[:most]:
        times = f" ({count} times)" if count > 1 else ""
        yield f"{name}: {one_line(entry, 1000)}{times}"
    if len(counts) > most:
        yield f"{name}: ... and {len(counts) - most} more"


def _in_arms(name: str, entries: Sequence[tuple[str, str]], most: int) -> Iterator[str]:
    """As `_list`, with the arms that an entry stands in."""
    arms: dict[str, list[str]] = {}
    for text, arm in entries:
        arms.setdefault(text, []).append(arm)
    for text, where in list(arms.items())[:most]:
        places = list(dict.fromkeys(where))
        times = f" ({len(where)} times)" if len(where) > len(places) else ""
        yield f"{name}: {one_line(text, 1000)}; in {'; in '.join(places)}{times}"
    if len(arms) > most:
        yield f"{name}: ... and {len(arms) - most} more"
