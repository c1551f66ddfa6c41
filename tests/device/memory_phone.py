"""A phone without adb: the real seam `Shell`, a real sh, and stand-ins for the tools that need Android.

Its state is a folder, so that a test can kill the bench in the middle and look again from another one.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from harness.device.shell import DEFAULT_TIMEOUT, Output

TOOLS = {
    "settings": r"""
file="$ROOT/settings/$2/$3"; mkdir -p "$ROOT/settings/$2"
case "$1" in
get) if [ -e "$file" ]; then cat "$file"; echo; else echo null; fi ;;
put) printf %s "$4" > "$file" ;;
delete) if [ -e "$file" ]; then rm "$file"; echo "Deleted 1 rows"; else echo "Deleted 0 rows"; fi ;;
*) echo "bad verb" >&2; exit 255 ;;
esac""",
    "svc": r"""
on=0; [ "$2" = enable ] && on=1
case "$1" in
data) settings put global mobile_data $on ;;
bluetooth) settings put global bluetooth_on $on ;;
usb) printf %s "${3:+$3,}adb" > "$ROOT/props/sys.usb.state" ;;
*) exit 255 ;;
esac""",
    "getprop": r'[ -e "$ROOT/props/$1" ] && cat "$ROOT/props/$1"; echo',
    "pm": r"""
on=false; [ "$1" = suspend ] && on=true
printf %s $on > "$ROOT/suspended"
echo "Package $4 new suspended state: $on" """,
    "dumpsys": r"""
if [ "$1" = package ]; then
  printf '  Package [%s] (1a2b):\n    userId=10100\n' "$2"
  printf '    User 0: ceDataInode=1 installed=true hidden=false suspended=%s stopped=false\n' \
    "$(cat "$ROOT/suspended" 2>/dev/null || echo false)"
fi""",
    "su": r'[ "$1" = -c ] || exit 1; shift; ASROOT=1 exec sh -c "$1"',
    "id": r'[ -n "$ASROOT" ] && echo "uid=0(root) gid=0(root)" || echo "uid=2000(shell) gid=2000(shell)"',
    "sync": "exit 0",
    "am": r'[ "$1" = broadcast ] && echo "Broadcast completed: result=0"',
    "mount": "exit 0",
}


class MemoryPhone:
    """Satisfies `harness.device.shell.Shell` and `harness.device.reverse.Tunnels`."""

    def __init__(
        self, root: Path, serial: str = "a1b2c3d4", *, kill_at: int | None = None, after: bool = False
    ):
        self.root = root
        self._serial = serial
        self._kill_at = kill_at
        self._after = after
        self.calls = 0
        self.commands: list[str] = []
        self.before: Callable[[str], None] = lambda _: None
        self.paths = {
            "/data/local/tmp": str(root / "tmp"),
            "/system/etc/security/cacerts": str(root / "cacerts"),
            "/proc/sys": str(root / "procsys"),
            "/sdcard": str(root / "sdcard"),
        }
        if not root.exists():
            self._make()

    def _make(self) -> None:
        for folder in ("tmp", "cacerts", "props", "bin", "procsys/net/ipv6/conf/all", "sdcard/Music"):
            (self.root / folder).mkdir(parents=True)
        (self.root / "procsys/net/ipv6/conf/all/disable_ipv6").write_text("0\n")
        (self.root / "props/sys.usb.state").write_text("mtp,adb")
        (self.root / "props/ro.build.version.sdk").write_text("28")
        for name, body in TOOLS.items():
            tool = self.root / "bin" / name
            tool.write_text(f"#!/bin/sh\n{body}\n")
            tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        for key, value in (("mobile_data", "1"), ("bluetooth_on", "1")):
            self.run(f"settings put global {key} {value}")
        self.calls = 0
        self.commands.clear()

    @property
    def serial(self) -> str:
        return self._serial

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        self._die_if_due(after=False)
        self.before(command)
        self.commands.append(command)
        script = command
        for there, here in self.paths.items():
            script = re.sub(f'(?<!"){there}', here, script)  # never inside the JSON of a journal line
        done = subprocess.run(
            ["sh", "-c", script],
            env={"PATH": f"{self.root / 'bin'}:{os.defpath}", "ROOT": str(self.root)},
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        self._die_if_due(after=True)
        self.calls += 1
        return Output(command, done.stdout.decode(), done.stderr.decode(), done.returncode)

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        for there, here in self.paths.items():
            path = path.replace(there, here)
        Path(path).write_bytes(content)

    def reverses(self) -> dict[str, str]:
        folder = self.root / "reverse"
        return {item.name: item.read_text() for item in folder.iterdir()} if folder.exists() else {}

    def reverse(self, remote: str, local: str | None) -> None:
        folder = self.root / "reverse"
        folder.mkdir(exist_ok=True)
        if local is None:
            (folder / remote).unlink()
        else:
            (folder / remote).write_text(local)

    def state(self) -> dict[str, str]:
        """Everything that a change can touch, without the journal."""
        return {
            str(path.relative_to(self.root)): path.read_text()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and path.parts[len(self.root.parts)] not in {"bin", "tmp"}
        }

    def _die_if_due(self, *, after: bool) -> None:
        if self.calls == self._kill_at and after == self._after:
            os.kill(os.getpid(), signal.SIGKILL)
