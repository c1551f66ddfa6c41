"""The suite as a user starts it: the `claims` command in processes of its own, in a state of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from harness.device.adb_server import public_key

ROOT = Path(__file__).parents[2]
ENOUGH_S = 400
"""Wall seconds after which a run that goes on is ended: something hangs."""
END_S = 120
BOTH = ("as-reported-2020-04", "as-updated-2020-05")
MINT = "com.mi.globalbrowser.mini"
BROWSER = "com.mi.globalbrowser"


def claims(*words: object) -> list[str]:
    """The command line: the installed script, else its module."""
    script = Path(sys.executable).parent / "claims"
    start = [str(script)] if script.exists() else [sys.executable, "-m", "harness.cli.entry"]
    return [*start, *(str(word) for word in words)]


def environment(state: Path) -> dict[str, str]:
    """The user's environment, but for where the suite keeps its state."""
    return {
        **os.environ,
        "XDG_STATE_HOME": str(state),
        "ADB_VENDOR_KEYS": str(public_key().with_suffix("")),  # which phones of `outside` know
    }


def call(state: Path, *words: object, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """One short command to its end."""
    return subprocess.run(
        claims(*words),
        cwd=ROOT,
        env=environment(state),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


class Run:
    """One `claims run` with its folders: `reports`, `truth` (what was kept of the rehearsal), `state`."""

    def __init__(self, folder: Path, *words: object, state: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.reports, self.truth = folder, folder / "reports", folder / "truth"
        self.state = state or folder / "state"
        self._output = folder / "output.txt"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                claims("run", "--reports", self.reports, "--keep", self.truth, *words),
                cwd=ROOT,
                env=environment(self.state),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._output.read_text("utf-8")

    @property
    def code(self) -> int:
        """Its exit code, waited for."""
        try:
            return self.process.wait(ENOUGH_S)
        except subprocess.TimeoutExpired:
            self.end()
            raise

    def end(self) -> None:
        """End it as a user would, then for good; its own children end with it."""
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stored(self, handset: str) -> Path:
        """The run folder of a handset."""
        (folder,) = self.reports.glob(f"*Z-{handset}-??????")
        return folder

    def summary(self) -> dict[str, Any]:
        (path,) = self.reports.glob("*.json")
        return json.loads(path.read_bytes())

    def judgements(self, handset: str) -> list[dict[str, Any]]:
        return json.loads((self.stored(handset) / "data" / "judgements.json").read_bytes())["judgements"]

    def judgement(self, handset: str, proposition: str, app: str = BROWSER) -> dict[str, Any]:
        (one,) = [
            item
            for item in self.judgements(handset)
            if (item["proposition"], item["app"]) == (proposition, app)
        ]
        return one

    def lines(self, handset: str, file: str) -> list[dict[str, Any]]:
        return lines(self.stored(handset) / "data" / f"{file}.jsonl")

    def when(self, wanted: Callable[[], bool], what: str, seconds: float = 180) -> None:
        """Wait until something holds, while the run goes on."""
        deadline = time.monotonic() + seconds
        while not wanted():
            assert self.process.poll() is None, f"ended before {what}: {self.output[-2000:]}"
            assert time.monotonic() < deadline, f"not seen in {seconds} s: {what}: {self.output[-2000:]}"
            time.sleep(0.1)


def lines(path: Path) -> list[dict[str, Any]]:
    """Every complete line of a file of JSON lines; none where it is not there yet."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def devices(folder: Path, entries: dict[str, dict[str, Any]]) -> Path:
    """A devices file of these handsets, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "devices.yaml"
    rows = [{"name": name, **entry} for name, entry in entries.items()]
    path.write_text(json.dumps({"schema": "claims/devices/v1", "devices": rows}))
    return path


def one_browser(folder: Path, firmware: str, more: str = "") -> dict[str, Any]:
    """A quick handset: a shipped firmware with Mi Browser alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{firmware}.toml"
    path.write_text(f'extends = "{firmware}"\nname = "{firmware}"\nwithout = ["{MINT}"]\n{more}')
    return {"virtual": {"firmware": str(path)}}


def descendants(pid: int) -> dict[int, Sequence[str]]:
    """Every process below that one with its command line, nearest first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = stat.read_text()
            children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found: dict[int, Sequence[str]] = {}
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(0), []):
            with contextlib.suppress(OSError):
                found[child] = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            waiting.append(child)
    return found
