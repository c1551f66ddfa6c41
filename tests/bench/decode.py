"""How fast decoding and detection are, as ratios measured side by side: `python -m tests.bench.decode`.

Tables: beside TrackHAR 1.0.0 (npm, Node needed only here), against the floor, growth, hostile messages.
`make bench` prints them too.  `--large` adds a million exchanges.  CPU seconds of the process on one
core; wall seconds where all cores work.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib
from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from harness.detect import Searcher
from harness.detect.forms import forms
from harness.detect.matcher import matcher
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted
from tests.bench import decode_loads as loads
from tests.bench.decode_hostile import HOSTILE
from tests.bench.traffic import blanks, traffic

HERE = Path(__file__).parent
SALTS = ("com.mi.globalbrowser",)
ROUNDS = 3
"""Rounds of which the best counts; TrackHAR takes as many of its own in each."""


def machine() -> str:
    """What this runs on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return (
        f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def row(*cells: object) -> None:
    """One line of a table."""
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def head(title: str, *cells: str) -> None:
    """The head of a table."""
    print(f"\n**{title}**\n")
    row(*cells)
    row(*["---"] * len(cells))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def search_all(searcher: Searcher, messages: Iterable[Message]) -> int:
    """Searches every message; answers in how many something was found."""
    return sum(bool(searcher.search(m).sightings) for m in messages)


def fresh(messages: list[Message], values: list[Planted]) -> tuple[float, int]:
    """CPU seconds of a searcher that has seen nothing, building it not counted, and what it found."""
    searcher = Searcher(values, SALTS)
    start = time.process_time()
    found = search_all(searcher, messages)
    return time.process_time() - start, found


_SHARED: dict[str, Any] = {}


def _share(part: int) -> int:
    messages, cores = _SHARED["messages"], _SHARED["cores"]
    start, end = (len(messages) * at // cores for at in (part, part + 1))
    return search_all(_SHARED["searcher"], messages[start:end])


def all_cores(messages: list[Message], values: list[Planted]) -> float:
    """Wall seconds on every core."""
    cores = os.cpu_count() or 1
    _SHARED.update(searcher=Searcher(values, SALTS), messages=messages, cores=cores)
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        start = time.perf_counter()
        pool.map(_share, range(cores))
        return time.perf_counter() - start


def trackhar_folder(given: str | None) -> Path | None:
    """A folder in which TrackHAR is installed."""
    if given:
        return Path(given)
    npm = shutil.which("npm")
    if npm is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="trackhar-"))
    run = subprocess.run(
        [npm, "install", "--prefix", str(folder), "--ignore-scripts", "trackhar@1.0.0"],
        capture_output=True,
        check=False,
    )
    return folder if run.returncode == 0 else None


def trackhar(
    folder: Path, entries: list[dict[str, Any]], identifiers: list[tuple[str, str]] | None
) -> dict[str, float]:
    """TrackHAR's best time and what it found."""
    shutil.copy(HERE / "trackhar.mjs", folder / "trackhar.mjs")
    load = folder / "load.json"
    load.write_text(json.dumps({"entries": entries, "identifiers": identifiers}))
    run = subprocess.run(
        ["node", "trackhar.mjs", "load.json"], cwd=folder, capture_output=True, text=True, check=True
    )
    answer: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return answer


def best_of(one: dict[str, float] | None, other: dict[str, float]) -> dict[str, float]:
    """The faster of two of TrackHAR's rounds."""
    return other if one is None or other["seconds"] < one["seconds"] else one


def peer(folder: Path | None, count: int) -> None:
    """The five loads beside TrackHAR."""
    identifiers = loads.identifiers()
    har, sensors = loads.har_entries(count), loads.sensors_entries(count)
    values = loads.planted(identifiers)
    head(
        "Beside TrackHAR 1.0.0",
        "load",
        "requests",
        "MB",
        "TrackHAR req/s",
        "found",
        "ours req/s, one core",
        "found",
        "ratio",
        "ours req/s, all cores",
    )
    for name, entries, known in (
        ("HAR entries that match", har, False),
        ("Sensors bodies", sensors, False),
        ("HAR entries, 11 identifiers", har, True),
        ("Sensors bodies, 11 identifiers", sensors, True),
        ("mixed, 11 identifiers", loads.mixed_entries(count), True),
    ):
        messages = loads.messages(entries)
        size = sum(len(m.body) + len(m.target) for m in messages) / 1e6
        spent, wall, found, theirs = float("inf"), float("inf"), 0, None
        for _ in range(ROUNDS):
            for _ in range(ROUNDS):
                again, found = fresh(messages, values if known else [])
                spent = min(spent, again)
            wall = min(wall, all_cores(messages, values if known else []))
            if folder:
                theirs = best_of(theirs, trackhar(folder, entries, identifiers if known else None))
        n = len(messages)
        row(
            name,
            n,
            f"{size:.1f}",
            f"{n / theirs['seconds']:,.0f}" if theirs else "-",
            theirs["found"] if theirs else "-",
            f"{n / spent:,.0f}",
            found,
            f"{theirs['seconds'] / spent:.1f}" if theirs else "-",
            f"{n / wall:,.0f}",
        )


def floor_of(message: Message, scan: Callable[[bytes], object]) -> None:
    """The least that anybody must do: base64, inflate, JSON, one pass of the matcher."""
    data = urllib.parse.unquote_to_bytes(message.body.rpartition(b"data_list=")[2])
    text = zlib.decompress(base64.b64decode(data), 31)
    json.loads(text)
    scan(text)


def floor(count: int) -> None:
    """The engine against the floor, on one core."""
    values = loads.planted(loads.identifiers())
    messages = loads.messages(loads.sensors_entries(count))
    every = [form for value in values for form in forms(value)]
    scan = matcher([f.pattern for f in every], [f.caseless for f in every]).scan
    least = spent = again = float("inf")
    found = 0
    for _ in range(ROUNDS):
        least = min(least, seconds(lambda: [floor_of(m, scan) for m in messages]))
        searcher = Searcher(values, SALTS)
        start = time.process_time()
        found = search_all(searcher, messages)
        spent = min(spent, time.process_time() - start)
        again = min(again, seconds(partial(search_all, searcher, messages)))
    head(
        "Against the floor (base64, inflate, JSON, one pass), Sensors bodies, one core",
        "what",
        "req/s",
        "times the floor",
        "found",
    )
    row("floor", f"{count / least:,.0f}", "1.0", "-")
    row("engine, nothing seen before", f"{count / spent:,.0f}", f"{spent / least:.1f}", found)
    row("engine, the same devices again", f"{count / again:,.0f}", f"{again / least:.1f}", count)


def growth(sizes: tuple[int, ...]) -> None:
    """Cost by exchanges and by planted values."""
    head("Growth", "exchanges", "planted values", "µs per exchange", "peak MB")
    for count in sizes:
        searcher = Searcher(blanks(), SALTS)
        start = time.process_time()
        search_all(searcher, traffic(count))
        spent = time.process_time() - start
        row(f"{count:,}", len(blanks()), f"{spent / count * 1e6:.0f}", peak())
    messages = loads.messages(loads.sensors_entries(3_000 * (1 + ROUNDS)))
    seen, *unseen = [messages[at : at + 3_000] for at in range(0, len(messages), 3_000)]
    searchers, peaks, best = {}, {}, dict[int, float]()
    for number in (10, 100, 1_000):
        searchers[number] = Searcher(loads.planted(loads.identifiers(number)), SALTS)
        for _ in range(_LONG if number > _FEW else 1):
            search_all(searchers[number], seen)
        peaks[number] = peak()
    for load in unseen:
        for number, searcher in searchers.items():
            spent = seconds(partial(search_all, searcher, load))
            best[number] = min(spent, best.get(number, spent))
    for number, spent in best.items():
        cost = f"{spent / len(seen) * 1e6:.0f}"
        row(f"{len(seen):,} uploads of a long capture", f"{number:,}", cost, peaks[number])


_LONG, _FEW = 16, 10
"""Times that the first half is read, so that the matcher has settled; with few values it has at once."""


def peak() -> int:
    """Peak memory of this process in MB."""
    return _status("VmHWM") // 1024


HOSTILE_ONE = """
import sys
from tests.bench.decode import hostile_one
hostile_one(sys.argv[1])
"""


def hostile_one(name: str) -> None:
    """Searches one hostile message and prints seconds, MB and its gap; run in a process of its own."""
    searcher = Searcher(loads.planted(loads.identifiers()), SALTS)
    message = Message(
        ExchangeId("1"),
        Direction.OUT,
        Transport.HTTP,
        1,
        0,
        "h.test",
        443,
        HOSTILE[name](),
        method="POST",
        target=b"/",
    )
    searcher.search(Message(ExchangeId("1"), Direction.OUT, Transport.HTTP, 1, 0, "h.test", 443, b"{}"))
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    start = time.process_time()
    found = searcher.search(message)
    spent = time.process_time() - start
    gap = found.gaps[0].reason.value if found.gaps else "read"
    print(json.dumps([spent, max(0, _status("VmHWM") - before) // 1024, gap]))


def _status(name: str) -> int:
    return next(
        int(line.split()[1])
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith(name)
    )


def hostile() -> None:
    """Every hostile message in a process of its own."""
    head("Hostile messages (limit 0.5 s, 100 MB)", "message", "s", "MB", "becomes", "within")
    for name in HOSTILE:
        run = subprocess.run(
            [sys.executable, "-c", HOSTILE_ONE, name],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if run.returncode:
            row(name, "-", "-", run.stderr.strip().splitlines()[-1][:60], "NO")
            continue
        spent, size, gap = json.loads(run.stdout)
        row(name, f"{spent:.2f}", size, gap, "yes" if spent <= 0.5 and size <= 100 else "NO")


TABLES = ("peer", "floor", "growth", "hostile")


def tables(only: Collection[str], count: int, trackhar_in: str | None, *, large: bool) -> None:
    """Prints the tables.  `large` adds a million exchanges."""
    print(f"Decoding and detection on {machine()}")
    if "peer" in only:
        folder = trackhar_folder(trackhar_in)
        if folder is None:
            print("TrackHAR could not be installed: node and npm are needed")
        peer(folder, count)
    if "floor" in only:
        floor(count)
    if "growth" in only:
        growth((1_000, 10_000, 100_000, 1_000_000) if large else (1_000, 10_000))
    if "hostile" in only:
        hostile()


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=loads.COUNT)
    options.add_argument("--trackhar", help="folder with trackhar 1.0.0 installed")
    options.add_argument("--only", nargs="*", default=TABLES, choices=TABLES)
    options.add_argument("--large", action="store_true")
    given = options.parse_args()
    tables(given.only, given.count, given.trackhar, large=given.large)


if __name__ == "__main__":
    main()
