"""A judgement as a test's outcome: holds passes, violated fails, unproven breaks, else it is skipped."""

from __future__ import annotations

import pytest

from harness.model.judgement import Judgement, Outcome
from harness.report.background import NOTHING, Background
from harness.report.judgement_text import judgement_text


class Unproven(Exception):  # an outcome, not an error of the program
    """A proposition that was neither shown to hold nor to be violated."""


def settle(judgement: Judgement, background: Background = NOTHING) -> None:
    """Raise what the outcome means to pytest and Allure (README, How to read the three outcomes)."""
    match judgement.outcome:
        case Outcome.HOLDS:
            return
        case Outcome.VIOLATED:
            raise AssertionError(judgement_text(judgement, background))
        case Outcome.NOT_APPLICABLE:
            pytest.skip(judgement.because)
        case Outcome.UNPROVEN:
            raise Unproven(judgement_text(judgement, background))
