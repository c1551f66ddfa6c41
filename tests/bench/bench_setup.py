"""Set-up times: the environment from nothing and again, in a copy of this clone."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of a command that must succeed."""
    start = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.monotonic() - start


def main(large: bool = False) -> None:  # noqa: FBT001, FBT002
    """Prints cold (nothing installed, downloads included) and warm."""
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        command = ["sh", ".ci/environment", "requirements.lock", "report"]
        cold, warm = seconds(command, clone), seconds(command, clone)
    print("| set-up | s |\n|---|---:|")
    print(f"| cold: fresh clone, downloads included | {cold:.1f} |")
    print(f"| warm: second start | {warm:.2f} |")
