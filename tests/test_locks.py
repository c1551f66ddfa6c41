"""The locks install from anywhere, and what they install really runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
VERSIONS = ("3.11", "3.12", "3.13")
INSTALL_S = 900
OUTER_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"}
"""What `make test` tells a make that is started below it."""


def requirements(lock: str) -> dict[str, list[str]]:
    """Requirement by the digests that it may have."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, *hashes = (part.strip() for part in line.split("--hash="))
            found[name] = hashes
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_load_from(lock: str) -> None:
    for line in (ROOT / lock).read_text().splitlines():
        if not line.startswith("#"):
            assert not re.search(r"file:|https?:|index|find-links|\s@\s|git\+", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_digest(lock: str) -> None:
    for requirement, hashes in requirements(lock).items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^ ;]+( ; .+)?", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


def test_the_larger_lock_holds_the_smaller_one() -> None:
    """So that `make run` needs nothing after `make test`."""
    base, dev = (requirements(lock) for lock in LOCKS)

    assert base.items() <= dev.items()


@pytest.mark.parametrize(
    ("lock", "inputs"),
    [(LOCKS[0], ["requirements.in"]), (LOCKS[1], ["requirements.in", "requirements-dev.in"])],
)
def test_every_input_is_locked(lock: str, inputs: list[str]) -> None:
    locked = {re.split(r"[\[=]", name)[0].lower().replace("_", "-") for name in requirements(lock)}
    for file in inputs:
        for line in (ROOT / file).read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                assert re.split(r"[<>=;\s\[]", line)[0].lower().replace("_", "-") in locked


def test_the_report_generator_is_pinned_without_a_place() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert name == "" or package["integrity"].startswith("sha512-"), name


def interpreter(version: str) -> str | None:
    """A Python of that version: on PATH, or among those of pyenv."""
    candidates = [shutil.which(f"python{version}")]
    candidates += map(str, sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python")))
    for candidate in filter(None, candidates):
        command = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return candidate
    return None


REQUEST = """
import json, socket, ssl, subprocess, sys, time
from pathlib import Path

folder = Path(sys.argv[1])
command = [sys.executable, "-m", "harness.capture.recorder", "--run", str(folder / "run"),
           "--listen", "127.0.0.1:0", "--sequence", str(folder / "sequence"),
           "--canary-domain", "claims.test", "--confdir", str(folder / "ca"), "--simulated"]
(folder / "zone.json").write_text(json.dumps({"hosts": {}, "peers": {}}))
command += ["--zone", str(folder / "zone.json")]
recorder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
ready = json.loads(recorder.stdout.readline())
assert ready["ready"] is True, ready
context = ssl.create_default_context(cafile=ready["ca"])
plain = socket.create_connection(("127.0.0.1", ready["port"]), timeout=30)
plain.sendall(b"CONNECT c1.claims.test:443 HTTP/1.1\\r\\nHost: c1.claims.test:443\\r\\n\\r\\n")
assert b" 200 " in plain.recv(4096)
with context.wrap_socket(plain, server_hostname="c1.claims.test") as secure:
    secure.sendall(b"GET /page HTTP/1.1\\r\\nHost: c1.claims.test\\r\\nConnection: close\\r\\n\\r\\n")
    answer = secure.recv(4096)
assert answer.startswith(b"HTTP/1.1 200"), answer
recorder.stdin.write(json.dumps({"do": "stop"}) + "\\n")
recorder.stdin.flush()
recorder.stdin.close()
assert recorder.wait(30) == 0
lines = [line for file in (folder / "run").rglob("exchanges.jsonl") for line in file.read_text().splitlines()]
sent = [event for event in map(json.loads, lines) if event.get("event") == "sent"]
assert [event["host"] for event in sent] == ["c1.claims.test"], sent
print(json.dumps({"tls": True, "exchanges": len(sent)}))
"""


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.mark.slow
@pytest.mark.timeout(INSTALL_S + 120)
@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_installed_recorder_carries_a_tls_request(version: str, lock: str, tmp_path: Path) -> None:
    """Resolving is not running: a dependency may be there and kill the recorder when it is imported."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    run([python, "-m", "venv", str(tmp_path / "venv")])
    installed = str(tmp_path / "venv" / "bin" / "python")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    run([installed, "-m", "pip", "install", *options, "-r", str(ROOT / lock)], timeout=INSTALL_S)

    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))
    }
    environment["PYTHONPATH"] = str(ROOT)
    answer = run([installed, "-c", REQUEST, str(tmp_path)], cwd=tmp_path, env=environment, timeout=120)

    assert json.loads(answer.stdout.splitlines()[-1]) == {"tls": True, "exchanges": 1}


def test_a_wrong_python_gets_one_clear_line(tmp_path: Path) -> None:
    """`make run` with an interpreter that the locks are not made for."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "environment", tmp_path / ".ci")
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    old.chmod(0o755)
    command = ["sh", str(tmp_path / ".ci" / "environment"), "requirements.lock"]
    done = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "found: Python 3.9.2" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_newest_python_that_can_make_an_environment_is_taken(tmp_path: Path) -> None:
    """A shim of a version manager may be there and not work."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "environment", tmp_path / ".ci")
    for name, ends in (("python3.13", 1), ("python3.12", 0), ("python3.11", 0), ("python3", 0)):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\n[ "$1" = -m ] && echo "made by {name}" >&2 && exit 9\nexit {ends}\n')
        program.chmod(0o755)
    done = subprocess.run(
        ["sh", str(tmp_path / ".ci" / "environment"), "requirements.lock"],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.strip()) == (9, "made by python3.12")


@pytest.mark.parametrize(
    ("words", "ends", "code"), [("--plan", 0, 0), ("", 1, 0), ("", 2, 0), ("", 3, 3), ("", 130, 130)]
)
def test_make_run_takes_no_end_of_the_command_for_a_verdict(
    tmp_path: Path, words: str, ends: int, code: int
) -> None:
    """What was found is said by the command alone: `make` cannot know whether it judged or only planned."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "environment").write_text("")
    claims = tmp_path / ".venv" / "bin" / "claims"
    claims.parent.mkdir(parents=True)
    claims.write_text(f'#!/bin/sh\necho "called $@"\nexit {ends}\n')
    claims.chmod(0o755)
    done = subprocess.run(
        ["make", "run", f"ARGS={words}"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in OUTER_MAKE},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[:1] == [f"called run {words}".rstrip()] or words == ""
    assert "holds" not in done.stdout
    assert (done.returncode == 0) == (code == 0)


def test_this_interpreter_is_one_of_those_the_locks_are_made_for() -> None:
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in VERSIONS
