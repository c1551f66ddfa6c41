"""The process of the stand-in cloud: `python -m harness.virtual.cloud --state DIR [--seed N] [--hosts FILE]`.

Prints one JSON line when ready, answers JSON lines on stdin, ends at its end or on SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from harness.virtual.cloud import zone
from harness.virtual.cloud.server import Cloud

UNUSABLE = 3


async def _commands(cloud: Cloud) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        _say(_obey(cloud, line))


def _obey(cloud: Cloud, line: bytes) -> dict[str, Any]:
    try:
        command = json.loads(line)
    except ValueError:
        command = None
    if command == {"do": "count"}:
        return {"done": "count", "arrivals": cloud.arrivals.count}
    return {"error": f'wanted {{"do":"count"}}, found {line[:80].decode("utf-8", "replace")!r}'}


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


async def serve(folder: Path, hosts: list[Path], seed: int) -> None:
    """Run until stdin ends or SIGTERM comes.  Raises OSError, ValueError where it cannot start."""
    cloud = Cloud(folder, zone.load(*hosts), seed)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await cloud.start()
    _say(
        {
            "ready": True,
            "zone": str(cloud.zone_path),
            "ca": str(cloud.authority.path),
            "log": str(cloud.arrivals.path),
        }
    )
    waiting = [asyncio.create_task(_commands(cloud)), asyncio.create_task(stopped.wait())]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await cloud.stop()


def main() -> int:
    """The command line.  Exit 0 at a regular end, 3 where it could not start."""
    parser = argparse.ArgumentParser(prog="python -m harness.virtual.cloud")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--hosts",
        type=Path,
        action="append",
        default=[],
        help="more hosts, as zone.toml; repeatable",
    )
    options = parser.parse_args()
    try:
        options.state.mkdir(parents=True, exist_ok=True)
        asyncio.run(serve(options.state, options.hosts, options.seed))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"the stand-in cloud could not start: {error}\n")
        return UNUSABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
