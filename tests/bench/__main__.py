"""`make bench`: runs every `bench_*.py` here, each in a process of its own, and prints its table.

A benchmark is a module with `main(large: bool) -> None` that prints Markdown.  `--large` asks for
those runs that take hours.  Names on the command line choose some of them.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def machine() -> str:
    """Cores, processor, memory, system, Python: what a figure is worth nothing without."""
    model = platform.processor() or platform.machine()
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if "model name" in line
        ]
        model = names[0] if names else model
    memory = ""
    if meminfo.exists():
        memory = f", {int(meminfo.read_text().split()[1]) / 1024**2:.0f} GB"
    return f"{os.cpu_count()} cores, {model}{memory}, {platform.system()}, Python {platform.python_version()}"


def main() -> int:
    """The exit code: 1 where a benchmark failed."""
    large = "--large" in sys.argv[1:]
    wanted = {argument for argument in sys.argv[1:] if not argument.startswith("-")}
    found = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    if wanted - found.keys():
        print(f"wanted one of {', '.join(found)}, found {', '.join(wanted - found.keys())}", file=sys.stderr)
        return 3
    print(f"Machine: {machine()}\n")
    failed = 0
    for name, path in found.items():
        if wanted and name not in wanted:
            continue
        print(f"### {name}\n", flush=True)
        call = f"import runpy; runpy.run_path({str(path)!r})['main']({large})"
        failed |= subprocess.run([sys.executable, "-c", call], cwd=ROOT, check=False).returncode != 0
        print(flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
