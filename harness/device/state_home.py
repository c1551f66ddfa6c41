"""Where the bench keeps what outlives a command: its adb key, its copies of the phones' journals."""

from __future__ import annotations

import os
from pathlib import Path


def state_home() -> Path:
    """`$XDG_STATE_HOME/claims`, by default `~/.local/state/claims` (XDG Base Directory Specification)."""
    root = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(root) / "claims"
