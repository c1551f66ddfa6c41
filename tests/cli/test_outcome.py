"""What a run came to, and what its exit code says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from harness.cli.outcome import SENTENCES, FailOn, code_of, errors_of, failing, origin_of
from harness.model.judgement import Origin, Outcome
from harness.report.verdict import Verdict


def handset(name: str, error: str | None = None, *, simulated: bool = False) -> SimpleNamespace:
    stand = SimpleNamespace(name=name, simulated=simulated)
    return SimpleNamespace(job=SimpleNamespace(stand=stand), error=error, judgements=())


def test_why_a_handset_was_not_judged_is_said_once_and_names_it() -> None:
    handsets = [handset("desk", "desk: wanted root, found none"), handset("shelf", "it is offline")]

    assert errors_of(handsets) == "desk: wanted root, found none; shelf: it is offline"


def test_a_phone_that_was_not_judged_is_no_rehearsal() -> None:
    assert origin_of(handset("desk", "offline")) is Origin.MEASUREMENT
    assert origin_of(handset("desk", "offline", simulated=True)) is Origin.REHEARSAL


@pytest.mark.parametrize(
    ("outcomes", "errors", "code"),
    [
        ([Outcome.HOLDS], [None], 0),
        ([Outcome.HOLDS], [None, "the phone is offline"], 2),
        ([Outcome.VIOLATED], [None, "the phone is offline"], 1),
        ([Outcome.HOLDS, Outcome.UNPROVEN], [None], 2),
        ([Outcome.NOT_APPLICABLE], [None], 2),
        ([], ["the phone is offline"], 3),
    ],
)
def test_a_handset_that_was_not_judged_never_lets_the_run_hold(
    outcomes: list[Outcome], errors: list[str | None], code: int
) -> None:
    handsets = [handset("x", error) for error in errors]

    assert code_of(handsets, [Verdict(outcome, "why") for outcome in outcomes]) == code


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [(FailOn.UNPROVEN, [0, 1, 2, 3]), (FailOn.VIOLATED, [0, 1, 0, 3]), (FailOn.NEVER, [0, 0, 0, 3])],
)
def test_a_nightly_fails_on_what_it_was_asked_to_fail_on(fail_on: FailOn, codes: list[int]) -> None:
    assert [failing(found, fail_on, [handset("x")]) for found in range(4)] == codes


@pytest.mark.parametrize("fail_on", list(FailOn))
def test_a_handset_that_was_not_judged_fails_every_nightly(fail_on: FailOn) -> None:
    assert failing(2, fail_on, [handset("x"), handset("y", "offline")]) == 2


def test_every_code_of_a_judgement_has_its_sentence() -> None:
    assert set(SENTENCES) == {0, 1, 2}
