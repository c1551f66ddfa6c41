"""Every step has its word and every word its step, or nothing is collected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.steps.suite import copied, run_steps

UNUSED = """

@when("the moon rises")
def moon(measurement: Measurement) -> None:
    measurement.look("the moon rises")
"""


def changed(folder: Path, old: str, new: str) -> Path:
    """Steps with other words."""
    path = copied(folder) / "steps" / "words.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return folder


def refused(folder: Path) -> str:
    done = run_steps(folder)
    errors = [line for line in done.stderr.splitlines() if line]

    assert done.returncode == 4, done.stdout + done.stderr
    assert len(errors) == 1, done.stderr
    return errors[0]


def test_a_step_that_nobody_uses_stops_the_collection(tmp_path: Path) -> None:
    said = refused(changed(tmp_path, "\n\n@then(", f"{UNUSED}\n\n@then("))

    # The pattern of `looked` would take it as well: what counts is that no feature says it.
    assert re.search(r"steps/words\.py:\d+: wanted a scenario that uses the step moon, found none", said)


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ('parsers.re(r"(?P<looked_at>.+)")', 'parsers.re(r"(?P<looked_at>pages .+)")', "And"),
        ("@given(ARMS)", "@given(ARMS + ' and')", "Given"),
    ],
)
def test_a_step_that_nothing_binds_stops_the_collection(
    tmp_path: Path, old: str, new: str, step: str
) -> None:
    said = refused(changed(tmp_path, old, new))

    assert re.search(
        rf"\.feature:\d+: wanted a step in the words of steps/words\.py, found “{step} ", said
    ), said
