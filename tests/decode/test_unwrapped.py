"""Golden samples: bodies made by other people's tools, and what is read in them; the same everywhere."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
CASES = sorted(SAMPLES.glob("*/*.bin"))
_spec = importlib.util.spec_from_file_location("regenerate", SAMPLES / "regenerate.py")
assert _spec is not None
assert _spec.loader is not None
regenerate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(regenerate)

ALL = (
    "import sys; sys.path.insert(0, '.'); sys.path.insert(0, 'tests/samples'); import regenerate as r;"
    "sys.stdout.buffer.write(''.join(r.text_of(p) for p in sorted(r.SAMPLES.glob('*/*.bin'))).encode())"
)


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_sample_reads_as_its_golden_file_says(path: Path) -> None:
    assert regenerate.text_of(path) == path.with_suffix(".json").read_text()


def test_there_are_samples_of_every_format() -> None:
    assert len(CASES) >= 40


def golden() -> str:
    return "".join(path.with_suffix(".json").read_text() for path in CASES)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_readings_do_not_depend_on_the_hash_seed(seed: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ALL],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
    )

    assert run.stdout.decode() == golden()


def other_python() -> str | None:
    """Another supported Python that has the libraries of decoding."""
    for name in ("python3.13", "python3.12", "python3.11"):
        for found in (os.environ.get("CLAIMS_OTHER_PYTHON"), shutil.which(name)):
            needed = (
                "import brotli, zstandard, lz4.frame, msgpack, cryptography, defusedxml, sys;"
                "print(sys.version_info[:2])"
            )
            if found:
                run = subprocess.run([found, "-c", needed], capture_output=True, text=True, check=False)
                if run.returncode == 0 and run.stdout.strip() != str(sys.version_info[:2]):
                    return found
    return None


def test_readings_do_not_depend_on_the_version_of_python() -> None:
    python = other_python()
    if python is None:
        pytest.skip("no other supported Python with the libraries of decoding; set CLAIMS_OTHER_PYTHON")
    run = subprocess.run([python, "-c", ALL], cwd=ROOT, capture_output=True, check=True)

    assert run.stdout.decode() == golden()
