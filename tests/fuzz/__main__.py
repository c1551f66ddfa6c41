"""`make fuzz`: a minute of broken bodies for the decoders.

Samples of `tests/samples/` are flipped, cut, joined and wrapped; `unwrap` must answer each with layers
and gaps.  An exception is printed with the body that caused it, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

from harness.decode import unwrap
from harness.model.message import Direction, ExchangeId, Message, Transport

SAMPLES = Path(__file__).parents[1] / "samples"
LONGEST = 64 * 1024


def broken(seeds: list[bytes], chance: random.Random) -> bytes:
    """One body: a sample with a few of its bytes changed, cut, doubled or joined with another's."""
    body = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0 if body:
                body[at % len(body)] ^= 1 << chance.randrange(8)
            case 1:
                body[at:at] = chance.randbytes(chance.randint(1, 32))
            case 2:
                del body[at : at + chance.randint(1, 64)]
            case _:
                body[at:] = chance.choice(seeds)[chance.randint(0, 64) :]
    return bytes(body[:LONGEST])


def main() -> int:
    """The exit code: 1 where a body was not answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    seeds = [path.read_bytes()[:LONGEST] for path in sorted(SAMPLES.rglob("*.bin"))] or [
        b"data_list=e30%3D&gzip=0",
        b"{}",
    ]
    end, count, slowest = time.monotonic() + options.seconds, 0, 0.0
    while time.monotonic() < end:
        body = broken(seeds, chance)
        kind = chance.choice(
            [b"", b"application/json", b"application/x-www-form-urlencoded", b"application/xml"]
        )
        headers = ((b"content-type", kind),) if kind else ()
        message = Message(
            ExchangeId("0"),
            Direction.OUT,
            Transport.HTTP,
            0,
            0,
            "h.test",
            443,
            body,
            "https",
            "POST",
            b"/x",
            headers,
        )
        start = time.monotonic()
        try:
            unwrap(message)
        except Exception:  # noqa: BLE001  any exception is the finding
            print(f"seed {options.seed}, body {count}: {body!r}\n{traceback.format_exc()}", file=sys.stderr)
            return 1
        slowest = max(slowest, time.monotonic() - start)
        count += 1
    done = f"{count} bodies from {len(seeds)} samples, seed {options.seed}"
    print(f"{done}: all answered, the slowest in {slowest:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
