"""What of a run's command line would fail later, or be passed over in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.bench.config import DeviceEntry
from harness.bench.stand import app_versions
from harness.model.errors import SetupError


def check(devices: Sequence[DeviceEntry], behaviours: Sequence[Path], arguments: Sequence[str]) -> None:
    """Raise SetupError for what would fail later, or be passed over in silence."""
    for item in devices:
        if item.virtual:
            app_versions(item.virtual)
    for folder in behaviours:
        if not folder.is_dir():
            raise SetupError(f"wanted a folder of behaviours, found none at {folder}; correct --behaviours")
    if behaviours and not any(item.virtual for item in devices):
        raise SetupError("wanted a virtual handset for --behaviours, found only phones")
    if arguments and not arguments[0].startswith("-") and "::" not in arguments[0]:
        raise SetupError(
            f"wanted pytest's options behind `--`, found {arguments[0]!r}; see `claims run --help`"
        )


def make(*folders: tuple[Path | None, str]) -> None:
    """Make the folders that are written to.  Raises SetupError with the option that names it."""
    for folder, option in folders:
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            found = f"found that {folder} cannot be made ({error.strerror})"
            raise SetupError(f"wanted a folder to write in, {found}; give another {option}") from error
