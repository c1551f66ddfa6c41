"""Plain `pytest steps`, without `claims run`: a virtual handset is measured, judged and sealed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harness.evidence.seal import is_sealed
from harness.ruling.judgements import from_json
from tests.steps.suite import copied, run_steps

pytestmark = pytest.mark.slow


def evidence(output: str) -> Path:
    """The run folder that the end of the output names."""
    (path,) = re.findall(r"^evidence of desk: (.+)$", output, re.MULTILINE)
    return Path(path)


@pytest.mark.parametrize("shared", [(), ("-n", "1")], ids=["alone", "worker"])
def test_it_makes_its_own_job_and_leaves_a_sealed_run_whose_place_it_says(
    tmp_path: Path, shared: tuple[str, ...]
) -> None:
    copied(tmp_path, recorded=False)
    done = run_steps(
        tmp_path, "-k", "settings_offer and mi-browser", "--alluredir", "results", "--reports", "out", *shared
    )
    assert done.returncode == 0, done.stdout + done.stderr
    folder = evidence(done.stdout)
    judgements = from_json((folder / "data" / "judgements.json").read_bytes())
    (result,) = [json.loads(path.read_bytes()) for path in (tmp_path / "results").glob("*-result.json")]

    assert folder.parent == tmp_path / "out"
    assert is_sealed(folder)
    assert [(item.proposition, item.outcome.value) for item in judgements] == [("INC-03.switch", "holds")]
    assert result["status"] == "passed"
    assert [path for path in tmp_path.iterdir() if path.name.startswith("claims-")] == []


def test_a_handset_that_cannot_be_opened_ends_it_with_3_and_one_line(tmp_path: Path) -> None:
    copied(tmp_path, recorded=False)
    absent = {"serial": "127.0.0.1:9", "bench_address": "127.0.0.1", "canary_domain": "example.org"}
    rows = [{"name": "desk", "adb": absent}]
    (tmp_path / "devices.yaml").write_text(json.dumps({"schema": "claims/devices/v1", "devices": rows}))
    done = run_steps(tmp_path, "-k", "settings_offer and mi-browser")

    assert done.returncode == 3, done.stdout + done.stderr
    assert "desk: " in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
