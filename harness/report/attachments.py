"""Equal attachments stored once: in a folder of results by hard links, in the page by a reference.

Allure 3 takes a file that two results name for missing in the second: each keeps a name of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path

_EMBEDDED = re.compile(r'd\("(data/attachments/[^"\\]+)","([A-Za-z0-9+/=]*)"\)')
"""How the generator puts an attachment into its page: name, and content in base64."""


def store_once(folder: Path) -> None:
    """Make one file of attachments with equal content; a file system without hard links keeps them apart."""
    first: dict[bytes, Path] = {}
    for path in sorted(folder.glob("*-attachment*")):
        known = first.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
        if known is path or known.samefile(path):
            continue
        new = path.with_name(path.name + ".new")
        with contextlib.suppress(OSError):
            new.hardlink_to(known)
            new.replace(path)


def embed_once(page: str) -> str:
    """The page with each content once: whatever is equal refers to where it stood first."""
    first: dict[str, str] = {}

    def once(found: re.Match[str]) -> str:
        name, content = found.groups()
        known = first.setdefault(content, name)
        return found.group() if known == name else f'd("{name}",window.allureReportData["{known}"])'

    return _EMBEDDED.sub(once, page)
