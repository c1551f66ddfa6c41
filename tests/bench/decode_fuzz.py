"""Coverage-guided fuzzing of decoding and detection: `python -m tests.bench.decode_fuzz [--seconds N]`.

With atheris (optional extra `fuzz`) guided by coverage; without it by mutation of the golden samples.
Whatever an input holds, nothing may be raised, and the lazy search must give what the full one gives.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from harness.decode import DEFAULT, Tree, unwrap
from harness.detect import Searcher
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

try:
    import atheris
except ImportError:
    atheris = None

SAMPLES = Path(__file__).parents[1] / "samples"
VALUES = [
    Planted(PlantedId(v), PlantedKind.IDENTIFIER, v, "x")
    for v in ("kqxv7h2mzp.claims.test", "9774d56d682e549c")
]
LAZY, FULL = Searcher(VALUES), Searcher(VALUES)
TRANSPORTS = tuple(Transport)


def one_input(data: bytes) -> None:
    """Reads one body as every test of the project does."""
    if not data:
        return
    message = Message(
        ExchangeId("1"),
        Direction.OUT,
        TRANSPORTS[data[0] % len(TRANSPORTS)],
        1,
        0,
        "host.test",
        443,
        data[1:],
        method="POST",
        target=b"/x?a=1",
    )
    unwrap(message)
    lazy, full = LAZY.search(message), FULL.search(message, Tree(message, DEFAULT))
    if lazy.sightings != full.sightings:
        raise AssertionError(f"{data!r}: lazy {lazy.sightings} full {full.sightings}")


def mutate(seconds: float) -> int:
    """Random mutations of the samples until the time is over; answers how many."""
    seed = time.time_ns()
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311 (printed, so that a failure can be run again)
    bodies = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.bin"))]
    end = time.monotonic() + seconds
    done = 0
    while time.monotonic() < end:
        data = bytearray(b"\0" + dice.choice(bodies))
        for _ in range(dice.randrange(1, 8)):
            at = dice.randrange(len(data))
            kind = dice.randrange(4)
            if kind == 0:
                data[at] = dice.randrange(256)
            elif kind == 1:
                del data[at : at + dice.randrange(1, 9)]
            elif kind == 2:
                data[at:at] = dice.choice(bodies)[: dice.randrange(1, 60)]
            else:
                data[at:at] = data[at : at + dice.randrange(1, 30)] * dice.randrange(1, 5)
            if not data:
                data = bytearray(b"\0")
        one_input(bytes(data))
        done += 1
    return done


def main() -> None:
    """Runs for the given time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    given = options.parse_args()
    if atheris is None:
        print("atheris is not installed (pip install .[fuzz]): mutation without coverage")
        print(f"{mutate(given.seconds):,} inputs, none raised")
        return
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={given.seconds}", "-max_len=4096", str(SAMPLES)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
