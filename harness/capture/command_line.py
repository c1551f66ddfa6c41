"""The recorder's command line: every mistake is one line on standard error and exit code 3."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

FAILED = 3


def complain(text: str) -> None:
    """Say on standard error, in one line, what is wrong."""
    sys.stderr.write(f"recorder: {' '.join(text.split())}\n")
    sys.stderr.flush()


class Arguments(argparse.ArgumentParser):
    """Command line whose errors are one line and exit code 3."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave."""
        self.exit(FAILED, f"recorder: {message}\n")


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = Arguments(prog="python -m harness.capture.recorder", description="Records what one phone sends.")
    parser.add_argument("--run", type=Path, required=True, help="the run folder; written is its data/")
    parser.add_argument("--listen", default="127.0.0.1:0", help="HOST:PORT; port 0 takes a free one")
    parser.add_argument(
        "--network",
        choices=("proxy", "wire", "kernel"),
        default="proxy",
        help="how the phone comes here: as to a proxy, or as to its only router, over the userland wire or "
        "from the kernel",
    )
    parser.add_argument("--interface", help="the network interface towards the phone, of a router's kernel")
    parser.add_argument(
        "--resolver",
        action="append",
        default=[],
        help="address of a resolver of the bench, whose answers name addresses for a router; repeatable",
    )
    parser.add_argument("--pass-quic", action="store_true", help="a router hands QUIC on, unread")
    parser.add_argument("--sequence", type=Path, required=True, help="the run's counter file")
    parser.add_argument("--zone", type=Path, help="the stand-in cloud's zone, for a rehearsal")
    parser.add_argument("--upstream-ca", type=Path, help="PEM of the CA that upstream servers must have")
    parser.add_argument("--simulated", action="store_true", help="a rehearsal: no way out but the zone")
    parser.add_argument("--canary-domain", default="claims.test")
    parser.add_argument("--confdir", type=Path, required=True, help="where the recorder's own CA lives")
    return parser.parse_args(argv)
