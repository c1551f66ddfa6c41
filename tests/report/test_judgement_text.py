from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.model.judgement import Judgement
from harness.report.judgement_text import WITNESSES_MOST, headline, judgement_text


def test_a_violation_reads_from_destination_to_value(
    violated: Judgement, golden: Callable[[str, str], None]
) -> None:
    golden("violated.txt", judgement_text(violated))


def test_what_holds_names_its_controls(holding: Judgement, golden: Callable[[str, str], None]) -> None:
    golden("holds.txt", judgement_text(holding))


def test_a_rehearsal_says_so(violated: Judgement) -> None:
    assert "REHEARSAL" in judgement_text(violated)


def test_many_witnesses_are_counted(violated: Judgement) -> None:
    many = replace(violated, witnesses=violated.witnesses * (WITNESSES_MOST + 5))

    assert "... and 5 more witnesses" in judgement_text(many)


def test_many_gaps_are_counted(unproven: Judgement) -> None:
    coverage = replace(unproven.coverage, gaps_in_scope=tuple(f"gap {n}" for n in range(40)))

    assert "gap in scope: ... and 28 more" in judgement_text(replace(unproven, coverage=coverage))


def test_a_provisional_verdict_says_so(violated: Judgement) -> None:
    assert headline(replace(violated, provisional=True)).startswith("VIOLATED (provisional): INC-02.address")


def test_nothing_captured_moves_a_cursor(violated: Judgement, unproven: Judgement) -> None:
    assert not {"\x1b", "\u202e", "\r"} & set(judgement_text(violated) + judgement_text(unproven))
