"""The suite's steps as pytest starts them, in a process of their own, on a run that is recorded already."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANDSET = """

from tests.bench.recorded_run import RecordedRun
from tests.judge.honest import MI, MINT, honest


@pytest.fixture(scope="session")
def handset(request):
    folder = Path(request.config.rootpath).parent
    with (folder / "measured.txt").open("a") as file:
        file.write(f"{request.param} {os.getpid()}\\n")
    desk = honest(MI, MINT).copy()
    desk.drop("timeline", desk.find("timeline", what="scenario-judged"))
    return RecordedRun(folder / request.param, desk, parts=frozenset(request.config.stash[PARTS]))
"""


def devices(folder: Path, *names: str) -> Path:
    """A bench with these virtual handsets."""
    path = folder / "devices.yaml"
    rows = [{"name": name, "virtual": {"firmware": "as-updated-2020-05"}} for name in names]
    path.write_text(json.dumps({"schema": "claims/devices/v1", "devices": rows}))
    return path


def copied(folder: Path, *, recorded: bool = True, handsets: tuple[str, ...] = ("desk",)) -> Path:
    """A copy of the steps beside a bench; with `recorded` its handsets are runs that were told before."""
    shutil.copytree(ROOT / "steps", folder / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    # The features that are run are the pack's own; pytest-bdd wants a folder all the same.
    (folder / "features").mkdir()
    devices(folder, *handsets)
    if recorded:
        with (folder / "steps" / "conftest.py").open("a") as file:
            file.write(HANDSET.replace("from tests", "import os\n\nfrom tests", 1))
    return folder


def pack(folder: Path, **changes: tuple[str, str]) -> Path:
    """A copy of the built-in pack; `changes` are a file's name without its ending → (old, new)."""
    path = folder / "pack"
    shutil.copytree(ROOT / "features", path / "features")
    for name, (old, new) in changes.items():
        (file,) = path.rglob(f"{name}.*")
        text = file.read_text("utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), "utf-8")
    return path


def run_steps(folder: Path, *arguments: object, cache: bool = False) -> subprocess.CompletedProcess[str]:
    """pytest on the steps of a folder; without `cache` it remembers nothing."""
    command = [sys.executable, "-m", "pytest", "steps", "-q", "-p", "no:randomly", *map(str, arguments)]
    command += [] if cache else ["-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=280
    )
