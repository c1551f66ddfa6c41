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


def test_ctrl_c_while_it_loads_is_one_line(tmp_path):
    """Sent by the process itself, at the first line of the suite's own that is imported."""
    planted = (
        "import os, signal, sys\n"
        "class Early:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'harness.cli.main':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Early())\n"
    )
    done = call(tmp_path, planted, "list")

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "claims: interrupted\n")


def test_a_locale_that_knows_only_ascii_is_no_obstacle(tmp_path):
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "harness.cli.entry", "list", "INC-02"],
        cwd=ROOT,
        env={**own, "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "“" in done.stdout.decode("utf-8")
