"""A long capture through `claims decode`, as a user runs it: what is found, the time, the most memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import capture_file
from tests.bench.decode import head, row
from tests.bench.decode_loads import identifiers

ROOT = Path(__file__).parents[2]
SIZES = (100_000_000,)
LARGE = (100_000_000, 1_000_000_000, 10_000_000_000)
VALUES = 100


def main(large: bool) -> None:  # noqa: FBT001  # as every benchmark here
    """Prints the table.  The large one takes ten gigabytes of the temporary folder."""
    head(
        f"A capture through `claims decode`, {VALUES} values looked for",
        *("GB", "exchanges", "planted in", "found in", "CPU s", "MB/s of one core", "peak MB"),
    )
    for size in LARGE if large else SIZES:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), size)


def measure(folder: Path, size: int) -> None:
    """One row.  Raises SystemExit where the command fails or something else is found than was planted."""
    values = [value for _, value in identifiers(VALUES)]
    capture, answer = folder / "capture.flows", folder / "sightings.json"
    exchanges, wanted = capture_file.write(capture, size, values)
    finds = [word for value in values for word in ("--find", value)]
    command = [sys.executable, "-m", "harness.cli.entry", "decode", str(capture), "--json", *finds]
    with answer.open("wb") as output:
        child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"claims decode ended with {child.returncode}")
    told = json.loads(answer.read_bytes())["sightings"]
    found = {(sighting["exchange"], sighting["planted"]) for sighting in told}
    if found != wanted:
        raise SystemExit(
            f"{len(wanted - found)} of {len(wanted)} not found, {len(found - wanted)} never sent"
        )
    spent = used.ru_utime + used.ru_stime
    row(
        f"{capture.stat().st_size / 1e9:.1f}",
        f"{exchanges:,}",
        f"{len(wanted):,}",
        f"{len(found):,}",
        f"{spent:.0f}",
        f"{capture.stat().st_size / 1e6 / spent:.1f}",
        used.ru_maxrss // 1024,
    )
