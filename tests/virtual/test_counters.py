from __future__ import annotations

import os
import signal
import subprocess
import sys

from harness.virtual.counters import ByteCounters, Count

COUNT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from harness.virtual.counters import ByteCounters
counters = ByteCounters(Path(sys.argv[1]))
for _ in range(1000):
    counters.add(10123, "tcp", 3, 1, 5, 1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_counts_add_up_per_uid_protocol_and_interface(tmp_path):
    counters = ByteCounters(tmp_path / "c")
    counters.add(1, "tcp", 10, 1, 20, 2)
    counters.add(1, "tcp", 1, 1, 1, 1)
    counters.add(1, "udp", 7, 1, 0, 0)
    counters.add(1, "tcp", 5, 1, 5, 1, "lo")

    assert counters.rows() == [
        Count(1, "tcp", "lo", 5, 1, 5, 1),
        Count(1, "tcp", "wlan0", 11, 2, 21, 3),
        Count(1, "udp", "wlan0", 7, 1, 0, 0),
    ]


def test_not_a_byte_is_forgotten_by_a_kill(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", COUNT_AND_DIE, str(tmp_path / "c")], check=False, env=os.environ
    )

    assert done.returncode == -signal.SIGKILL
    assert ByteCounters(tmp_path / "c").rows() == [Count(10123, "tcp", "wlan0", 3000, 1000, 5000, 1000)]
