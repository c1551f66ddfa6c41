from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def call(folder: Path, planted: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The command with something planted into the interpreter before it loads."""
    (folder / "sitecustomize.py").write_text(planted)
    return subprocess.run(
        [sys.executable, "-m", "harness.cli.entry", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("module", ["rich", "typer", "pydantic", "harness.bench.config"])
def test_what_cannot_be_loaded_is_no_verdict(tmp_path, module):
    done = call(tmp_path, f"import sys\nsys.modules[{module!r}] = None\n", "run")

    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert module in done.stderr
    (log,) = tmp_path.glob("claims-*.log")
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text()


def test_what_loads_runs(tmp_path):
    done = call(tmp_path, "", "list")
    assert done.returncode == 0
    assert "INC-02" in done.stdout
