"""`make fuzz`: a minute of broken bodies for decoding and detection.

Samples of `tests/samples/` are changed, cut, joined and doubled, guided by coverage where atheris is
installed (`.venv/bin/pip install atheris`, an optional extra).  Whatever an input holds, nothing may be
raised, and the lazy search must find what the full one finds.  A failure is printed with its input, exit 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
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
LONGEST = 64 * 1024
VALUES = [
    Planted(PlantedId(v), PlantedKind.IDENTIFIER, v, "x")
    for v in ("kqxv7h2mzp.claims.test", "9774d56d682e549c")
]
LAZY, FULL = Searcher(VALUES), Searcher(VALUES)
TRANSPORTS = tuple(Transport)
KINDS = (b"", b"application/json", b"application/x-www-form-urlencoded", b"application/xml", b"text/plain")


def one_input(data: bytes) -> None:
    """Reads one body; its first byte chooses transport and content type.  Raises AssertionError."""
    if not data:
        return
    kind = KINDS[data[0] // len(TRANSPORTS) % len(KINDS)]
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
        headers=((b"content-type", kind),) if kind else (),
    )
    unwrap(message)
    lazy, full = LAZY.search(message), FULL.search(message, Tree(message, DEFAULT))
    if lazy.sightings != full.sightings:
        raise AssertionError(f"lazy {lazy.sightings}, full {full.sightings}")


def broken(seeds: list[bytes], dice: random.Random) -> bytes:
    """One input: a sample with a few of its bytes changed, cut, doubled or joined with another's."""
    data = bytearray(dice.randbytes(1) + dice.choice(seeds))
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 if data:
                data[at % len(data)] ^= 1 << dice.randrange(8)
            case 1:
                data[at:at] = dice.randbytes(dice.randint(1, 32))
            case 2:
                del data[at : at + dice.randint(1, 64)]
            case 3:
                data[at:at] = data[at : at + dice.randint(1, 30)] * dice.randint(1, 5)
            case _:
                data[at:] = dice.choice(seeds)[dice.randint(0, 64) :]
    return bytes(data[:LONGEST])


def mutate(seeds: list[bytes], seconds: float, seed: int) -> int:
    """Mutations until the time is over; the exit code."""
    dice = random.Random(seed)  # noqa: S311 (printed, so that a failure can be run again)
    end, count, slowest = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < end:
        data = broken(seeds, dice)
        start = time.monotonic()
        try:
            one_input(data)
        except Exception:  # noqa: BLE001  any exception is the finding
            print(f"seed {seed}, input {count}: {data!r}\n{traceback.format_exc()}", file=sys.stderr)
            return 1
        slowest = max(slowest, time.monotonic() - start)
        count += 1
    done = f"{count:,} inputs from {len(seeds)} samples, seed {seed}"
    print(f"{done}: all answered, the slowest in {slowest:.2f} s")
    return 0


def guided(seeds: list[bytes], seconds: int) -> None:
    """Inputs that reach new code, until the time is over; ends the process."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(seeds):
            Path(corpus, f"{number:04d}").write_bytes(b"\0" + data)
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", corpus], one_input)
        atheris.Fuzz()


def main() -> int:
    """The exit code: 1 where an input was not answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    parser.add_argument("--unguided", action="store_true", help="mutation alone, also where atheris is there")
    options = parser.parse_args()
    seeds = [path.read_bytes()[:LONGEST] for path in sorted(SAMPLES.rglob("*.bin"))]
    if atheris is None or options.unguided:
        return mutate(seeds, options.seconds, options.seed)
    guided(seeds, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
