"""The pack whose scenarios this process runs, read once before anything is collected."""

from __future__ import annotations

from harness.model.errors import SetupError
from harness.ruling.pack import find_pack
from harness.ruling.tables import Study

_STUDIES: list[Study] = []


def read_study(pack: str | None) -> Study:
    """Read and check a pack.  Raises SetupError with file and line."""
    _STUDIES[:] = [Study.load(find_pack(pack))]
    return study()


def study() -> Study:
    """The pack that was read.  Raises SetupError where none was."""
    if not _STUDIES:
        raise SetupError("wanted the pack read before its scenarios are collected; start pytest on steps/")
    return _STUDIES[0]
