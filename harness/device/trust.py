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
    """A certificate file `<subject_hash_old>.0` in the system store (facts/xiaomi §5.3).

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
        if not _writable(root):
            raise SetupError(
                f"wanted {STORE} writable on {shell.serial}, found it read-only; let root remount it"
            )
        if value is None:
            text(root, f"rm -f {path}")
            return
        if not isinstance(value, str) or "BEGIN CERTIFICATE" not in value:
            raise SetupError(f"wanted a PEM certificate for {self.name}, found {str(value)[:40]!r}")
        staged = f"/data/local/tmp/claims-{hashlib.sha256(value.encode()).hexdigest()[:16]}.pem"
        shell.push(value.encode(), staged)
        text(root, f"cp {staged} {path} && chmod 644 {path} && rm -f {staged}")


def _writable(root: Shell) -> bool:
    probe = f"touch {STORE}/.claims && rm {STORE}/.claims"
    if root.run(probe).exit_code == 0:
        return True
    root.run("mount -o rw,remount /system || mount -o rw,remount /")
    return root.run(probe).exit_code == 0
