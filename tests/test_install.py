"""An installed package is the whole suite: in an empty folder, with nothing of the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.test_structure import ROOT, tracked

INSTALL_S = 900
RUN_S = 400


def call(*words: object, code: int = 0, seconds: float = 120, **options: Any) -> str:
    """Standard output of a command that ends with this code."""
    taken = ("COV", "PYTHON")
    own = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
    done = subprocess.run(
        [str(word) for word in words],
        env=own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        **options,
    )
    assert done.returncode == code, f"{words}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what git tracks."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in tracked():
        copied = folder / "source" / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copied)
    options = ("--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
    call(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, folder / "source")
    (built,) = folder.glob("*.whl")
    return built


def test_a_checkout_that_cannot_be_written_is_built_elsewhere(wheel: Path, tmp_path: Path) -> None:
    source, view = wheel.parent / "source", tmp_path / "view"
    view.mkdir()
    alone = ["unshare", "--mount", "sh", "-ec"]
    mount = f"mount --bind '{source}' '{view}' && mount -o remount,ro,bind '{view}'"
    if shutil.which("unshare") is None or subprocess.run([*alone, mount], check=False).returncode:
        pytest.skip("no mount of its own is allowed here")
    build = f"'{sys.executable}' -m pip wheel --no-deps --no-build-isolation --quiet --wheel-dir '{tmp_path}'"
    call(*alone, f"{mount}; ! touch '{view}/x' 2>/dev/null; {build} --disable-pip-version-check '{view}'")

    (built,) = tmp_path.glob("*.whl")
    assert zipfile.ZipFile(built).namelist() == zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def bench(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An empty folder, and the command as the wheel installs it, beside the libraries that are here."""
    folder = tmp_path_factory.mktemp("installed")
    call(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    options = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    call(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel)
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # Only the folder: what it holds as .pth, our own editable install, is not followed.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (folder / "empty").mkdir()
    return folder / "empty", python.with_name("claims")


def test_a_wheel_holds_what_the_suite_needs_and_no_other_name(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    beside = [path.relative_to(ROOT).as_posix() for path in tracked()]

    assert {top for top in tops if not top.endswith(".dist-info")} == {"harness"}
    for name in beside:
        if name.startswith("harness/") and not name.endswith(".md"):
            assert name in names
        if name.startswith(("features/", "steps/")) or name == "devices.yaml":
            assert f"harness/_shipped/{name}" in names


def test_the_installed_command_works_in_an_empty_folder(bench: tuple[Path, Path]) -> None:
    folder, claims = bench

    assert "devices.yaml" in call(claims, "init", cwd=folder)
    assert "left as it is" not in call(claims, "init", cwd=folder, code=3)
    assert "INC-02" in call(claims, "list", cwd=folder)
    planned = json.loads(call(claims, "run", "--plan", "--json", "--claims", "INC-03", cwd=folder))
    assert {item["handset"] for item in planned["handsets"]} == {"as-reported-2020-04", "as-updated-2020-05"}
    assert "claims" in call(claims.with_name("python"), "-m", "harness", "--version", cwd=folder)
    where = "import harness.ruling.shipped as s; print(s.shipped_folder())"
    assert folder.parent in Path(call(claims.with_name("python"), "-c", where, cwd=folder).strip()).parents
    assert [path.name for path in folder.iterdir()] == ["devices.yaml"]


def written(folder: Path) -> dict[Path, int]:
    """When each file of a folder was written, but for what the interpreter keeps for itself."""
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path: path.stat().st_mtime_ns for path in files}


@pytest.mark.slow
@pytest.mark.timeout(RUN_S + 60)
def test_the_installed_suite_measures_and_writes_nothing_into_itself(
    bench: tuple[Path, Path], tmp_path: Path
) -> None:
    _, claims = bench
    shipped = next((claims.parents[1]).rglob("_shipped"))
    before = written(shipped)
    call(claims, "init", cwd=tmp_path)
    words = ("run", "--device", "as-updated-2020-05", "--claims", "INC-03.switch")
    # 2: the other part of the claim was left out.
    said = call(claims, *words, cwd=tmp_path, seconds=RUN_S, code=2)

    assert "Nothing is violated, something is unproven." in said
    assert re.search(r"its seal +SHA-256 [0-9a-f]{64}", said)
    assert written(shipped) == before


@pytest.mark.slow
@pytest.mark.timeout(INSTALL_S + 120)
def test_the_wheel_installs_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    lock = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    pins = [line.partition("--hash=")[0].strip() for line in lock.splitlines() if "==" in line]
    (tmp_path / "constraints").write_text("\n".join(pins) + "\n")
    options = (
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--constraint",
        tmp_path / "constraints",
    )
    call(python, "-m", "pip", "install", *options, wheel, seconds=INSTALL_S)
    (tmp_path / "bench").mkdir()
    claims = python.with_name("claims")
    call(claims, "init", cwd=tmp_path / "bench")

    assert "INC-03" in call(claims, "run", "--plan", cwd=tmp_path / "bench")
    assert "ready (" in call(claims, "devices", cwd=tmp_path / "bench")
