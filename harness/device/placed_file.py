"""Files that are put into the phone's shared storage for an act, and taken away again."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from harness.device.journal import Value
from harness.device.shell import Shell, quoted, text
from harness.model.errors import SetupError

FOLDERS = ("Documents", "Download", "Movies", "Music", "Pictures", "Podcasts")
_PATH = re.compile(rf"(/sdcard/(?:{'|'.join(FOLDERS)}))/[A-Za-z0-9][A-Za-z0-9 ._-]{{0,119}}")
MOST_BYTES = 24 << 10
"""The journal keeps the content, as one command line of the phone's shell (64 KiB at most)."""
ABSENT, OTHER = "-absent-", "-other-"
"""What the phone says in place of a file's content; no base64 has a hyphen."""
_SCAN = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """A file right below one of the folders for people's own files (`/sdcard/Music/...`).

    Its value is the content in base64, None where there is no such file.  The phone's media scanner is told
    of every change, so that players and galleries see it; before Android 10 its index may name a removed file
    until the next full scan.
    """

    path: str
    kind: ClassVar[str] = "placed-file"

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise SetupError(
                f"wanted a file right below /sdcard/{{{','.join(FOLDERS)}}}, found {self.path!r}"
            )

    def describe(self) -> dict[str, Any]:
        """The path."""
        return {"path": self.path}

    def brief(self, value: Value) -> Value:
        """The content's digest."""
        if value is None:
            return None
        return f"SHA-256 {hashlib.sha256(_decoded(str(value), self.path)).hexdigest()}"

    def read(self, shell: Shell) -> Value:
        """The content in base64, None where the folder has no such file.

        Raises SetupError where the folder is not there, and where what is there is no file or too large to
        be kept.
        """
        folder, path = quoted([self.path.rpartition("/")[0]]), quoted([self.path])
        said = text(
            shell,
            f"[ -d {folder} ] && if [ -f {path} ]; then base64 {path}; "
            f"elif [ -e {path} ]; then echo {OTHER}; else echo {ABSENT}; fi",
        )
        content = "".join(said.split())
        if content == ABSENT:
            return None
        if content == OTHER or len(_decoded(content, self.path)) > MOST_BYTES:
            found = "no file" if content == OTHER else f"{len(content)} letters of base64"
            raise SetupError(
                f"wanted a file of {MOST_BYTES} bytes at most as {self.path} on {shell.serial}, found {found}"
            )
        return content

    def write(self, shell: Shell, value: Value) -> None:
        """Put it there, or take it away with None, and tell the media scanner."""
        if value is None:
            text(shell, quoted(["rm", "-f", self.path]))
        elif isinstance(value, str) and len(content := _decoded(value, self.path)) <= MOST_BYTES:
            shell.push(content, self.path)
        else:
            raise SetupError(f"wanted {MOST_BYTES} bytes at most for {self.path}, found {str(value)[:40]!r}")
        said = text(
            shell, quoted(["am", "broadcast", "-a", _SCAN, "-d", f"file://{self.path.replace(' ', '%20')}"])
        )
        if "Broadcast completed" not in said:
            raise SetupError(f"wanted {self.path} scanned on {shell.serial}, found {said.strip()[-100:]!r}")


def _decoded(value: str, path: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SetupError(f"wanted base64 for {path}, found {value[:40]!r}") from error
