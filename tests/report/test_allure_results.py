from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

from harness.report.allure_results import write
from harness.report.context import Context
from tests.report.record import background, witness


def test_the_results_of_each_run_end_as_judged_beside_its_folder(context: Context) -> None:
    (run,) = context.runs
    judgement = run.judgements[0]
    folder = run.derived / "allure-results"
    folder.mkdir(parents=True)
    labels = {"claims_scenario": judgement.scenario, "claims_run": run.id}
    result = {"name": "n", "status": "passed", "labels": [{"name": n, "value": v} for n, v in labels.items()]}
    (folder / "u-result.json").write_text(json.dumps(result))
    recording = SimpleNamespace(path=run.recording.path, arms=lambda: (), events=lambda: iter(()))
    facts = replace(run, recording=recording, background=background(witness()))
    (written, other) = write(replace(context, runs=(facts,)))

    assert (written.path, written.run) == (folder, run.id)
    assert json.loads((folder / "u-result.json").read_bytes())["status"] == "failed"
    (unmeasured,) = context.unmeasured
    assert (other.path, other.run) == (unmeasured.derived / "allure-results", unmeasured.id)
    (path,) = other.path.glob("*-result.json")
    assert json.loads(path.read_bytes())["name"] == "pixel was not measured"
    environment = (folder / "environment.properties").read_text()
    assert "april-2020.com.mi.globalbrowser = 12.1.4-g" in environment
    assert "april-2020.com.mi.globalbrowser.mini = absent" in environment


def test_where_no_handset_was_measured_nothing_is_written_but_for_a_run_that_began(context: Context) -> None:
    nothing = replace(context, runs=())
    assert write(nothing) == ()

    (unmeasured,) = context.unmeasured
    unmeasured.derived.with_suffix("").mkdir()
    assert [item.run for item in write(nothing)] == [unmeasured.id]
