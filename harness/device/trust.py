"""The recorder's certificate in the phone's system trust store."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from harness.device.journal import Value
from harness.device.root import as_root
from harness.device.shell import Shell, text
from harness.model.errors import SetupError

ANDROID_14 = 34
STORE = "/system/etc/security/cacerts"


@dataclass(frozen=True, slots=True)
class CaCertificate:
    """A certificate file `<subject_hash_old>.0` in the system store (facts §5.3).

    Its value is the PEM text, None where there is no such file.  Needs root.  Android 14 and later
    read another store and are refused.
    """

    name: str
    kind: ClassVar[str] = "ca-certificate"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{8}\.\d", self.name):
            raise SetupError(f"wanted a certificate's file name like c8750f0d.0, found {self.name!r}")

    def describe(self) -> dict[str, Any]:
        """The file's name."""
        return {"name": self.name}

    def read(self, shell: Shell) -> Value:
        """The certificate as PEM text, None where the store has no such file."""
        path = f"{STORE}/{self.name}"
        said = text(shell, f"if [ -e {path} ]; then cat {path}; else echo none; fi")
        return None if said.strip() == "none" else said

    def write(self, shell: Shell, value: Value) -> None:
        """Put it there with the store's rights, or take it away with None."""
        root = as_root(shell)
        sdk = text(shell, "getprop ro.build.version.sdk").strip()
        if not sdk.isdigit() or int(sdk) >= ANDROID_14:
            raise SetupError(f"wanted a phone below Android 14 for its system store, found SDK {sdk!r}")
        path = f"{STORE}/{self.name}"
        if value is None:
            text(root, _unlocked(f"rm -f {path}"))
            return
        if not isinstance(value, str) or "BEGIN CERTIFICATE" not in value:
            raise SetupError(f"wanted a PEM certificate for {self.name}, found {str(value)[:40]!r}")
        staged = f"/data/local/tmp/claims-{hashlib.sha256(value.encode()).hexdigest()[:16]}.pem"
        shell.push(value.encode(), staged)
        text(
            root,
            _unlocked(f"cp {staged} {path} && chmod 644 {path}") + f"; code=$?; rm -f {staged}; exit $code",
        )


def _unlocked(act: str) -> str:
    """The command with the store writable around it, and as it was before afterwards.

    One command line, so that a bench that dies in between leaves no remounted system behind.
    """
    probe = f"{STORE}/.claims"
    return (
        f"m=; if ! touch {probe} 2>/dev/null; then for p in /system /; do "
        "if mount -o rw,remount $p 2>/dev/null; then m=$p; break; fi; done; fi; "
        f'rm -f {probe}; {act}; done=$?; if [ -n "$m" ]; then mount -o ro,remount $m; fi; [ $done -eq 0 ]'
    )
