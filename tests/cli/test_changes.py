"""What changed between two judgements of a run is named by its part, not by the outcome alone."""

from __future__ import annotations

from dataclasses import replace

from harness.cli.changes import changes, rules_changed
from harness.model.claim import Grade
from harness.model.judgement import Judgement, Kind, Origin, Outcome, Reason, Value, Witness

WITNESS = Witness(
    "7", (Value(("body",), "plain", "p1", "v"),), "com.a", "socket", "sa.example", "vendor", "arm"
)
OLD = Judgement(
    claim="INC-02",
    proposition="INC-02.address",
    kind=Kind.ABSENCE,
    scenario="s",
    app="com.a",
    rule="r",
    outcome=Outcome.UNPROVEN,
    because="a gap",
    grade=Grade.SCREENING,
    origin=Origin.REHEARSAL,
    minimum_n=3,
    reasons=(Reason("gap-in-scope", "quic"),),
    n=6,
)


def details(new: Judgement, old: Judgement = OLD) -> tuple[str, ...]:
    (change,) = changes([old], [new])
    assert (change.proposition, change.app) == ("INC-02.address", "com.a")
    return change.details


def test_the_same_judgement_is_no_change() -> None:
    assert changes([OLD], [replace(OLD, because="said in other words")]) == ()
    assert changes([], []) == ()


def test_another_outcome_is_said_with_its_reason() -> None:
    new = replace(OLD, outcome=Outcome.VIOLATED, witnesses=(WITNESS,), because="it was sent", reasons=())

    assert details(new) == (
        "outcome: unproven -> violated: it was sent",
        "witnesses: 0 -> 1",
        "reason gone: gap-in-scope: quic",
    )


def test_reasons_and_acts_are_compared_where_the_outcome_is_the_same() -> None:
    new = replace(OLD, reasons=(Reason("gap-in-scope", "udp"),), n=3)

    assert details(new) == (
        "reason gone: gap-in-scope: quic",
        "new reason: gap-in-scope: udp",
        "n: 6 -> 3 acts",
    )


def test_as_many_witnesses_may_be_others() -> None:
    old = replace(OLD, outcome=Outcome.VIOLATED, witnesses=(WITNESS,), reasons=())
    new = replace(old, witnesses=(replace(WITNESS, exchange="8"),))

    assert details(new, old) == ("witnesses: 1 -> 1 (others)",)


def test_a_judgement_that_came_or_went_is_a_change() -> None:
    assert changes([OLD], [])[0].details == ("not judged any more",)
    assert changes([], [OLD])[0].details == ("not judged before, now unproven: a gap",)


def test_rules_are_compared_part_by_part() -> None:
    before = {"code": "a" * 64, "brotli": "1.0", "lz4": "4.4.5"}
    now = {"code": "b" * 64, "brotli": "1.0", "zstandard": "0.23"}

    assert rules_changed(before, before) == ()
    assert rules_changed(before, now) == (
        "the rules (aaaaaaaaaaaa -> bbbbbbbbbbbb)",
        "lz4 (4.4.5 -> absent)",
        "zstandard (absent -> 0.23)",
    )
