"""A whole run as a user starts it: its time, and a scenario's time beside the phone's waiting."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def timeline(run: Path) -> list[dict[str, Any]]:
    """The lines of a run's timeline."""
    return [json.loads(line) for line in (run / "data" / "timeline.jsonl").read_bytes().splitlines()]


def scenarios(lines: list[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    """Seconds of each scenario, and of these the seconds in which the bench waited for a closing window.

    A scenario ends where the next one starts; the first one of a session carries the driving of its arms.
    """
    spent = waited = 0.0
    inside = False
    for line, following in pairwise(lines):
        if line["what"] == "scenario-started":
            if inside:
                yield spent, waited
            spent, waited, inside = 0.0, 0.0, True
        start, end = (datetime.fromisoformat(item["t"]) for item in (line, following))
        seconds = (end - start).total_seconds()
        spent += seconds
        waited += seconds if line["what"] == "waiting" else 0.0
    if inside:
        yield spent, waited


def main(large: bool = False) -> None:  # noqa: FBT001, FBT002
    """Prints the run on the shipped devices.yaml and the share of each scenario that is not waiting."""
    with tempfile.TemporaryDirectory() as name:
        start = time.monotonic()
        command = [sys.executable, "-m", "harness", "run", "--reports", name]
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        took = time.monotonic() - start
        if done.returncode not in {0, 1, 2}:
            raise SystemExit(done.stderr.decode("utf-8", "replace")[-2000:])
        runs = [path for path in sorted(Path(name).iterdir()) if (path / "data" / "run.json").exists()]
        each = [item for run in runs for item in scenarios(timeline(run))]
        waited = sum(wait for _, wait in each)
        own = [spent - wait for spent, wait in each]
    print("| run | |\n|---|---:|")
    print(f"| handsets side by side | {len(runs)} |")
    print(f"| scenarios judged | {len(each)} |")
    print(f"| whole run, reports included | {took:.0f} s |")
    print(f"| of it waiting for closing windows of the phones (both handsets added) | {waited:.0f} s |")
    print(f"| a scenario outside the phone's waiting, median | {statistics.median(own):.2f} s |")
    print(f"| ... mean (the first of a session drives its arms) | {statistics.mean(own):.2f} s |")
    print(f"| ... longest | {max(own):.1f} s |")


if __name__ == "__main__":
    main()
