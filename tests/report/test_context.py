from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.judgement import Judgement, Origin
from harness.report.context import Context, JudgedRun


def test_a_run_without_judgements_is_no_judged_run(context: Context) -> None:
    with pytest.raises(ValueError, match="found none of april-2020"):
        replace(context.runs[0], judgements=())


def test_one_rehearsal_makes_the_whole_a_rehearsal(context: Context, holding: Judgement) -> None:
    run = context.runs[0]
    measured: JudgedRun = replace(run, judgements=(replace(holding, origin=Origin.MEASUREMENT),))

    assert run.origin is Origin.REHEARSAL
    assert replace(context, runs=(measured, run)).origin is Origin.REHEARSAL
    assert replace(context, runs=(measured,)).origin is Origin.MEASUREMENT
    assert run.id == run.recording.path.name
