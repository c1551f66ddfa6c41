"""The system properties: the firmware's, those of this handset, and what `setprop` added.

As on a phone, `ro.` ones cannot be set, `persist.` ones survive a restart, the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.virtual.state import Document

LONGEST = 91  # bytes of a value, PROP_VALUE_MAX - 1 of bionic's sys/system_properties.h


class SystemProperties:
    """One handset's properties. PermissionError: an `ro.` one, or a value that is too long, was set."""

    def __init__(self, document: Document, fixed: Mapping[str, str]) -> None:
        self._document = document
        self._values: dict[str, str] = {**fixed, **document.data}

    def get(self, name: str) -> str:
        """The value, empty if unset."""
        return self._values.get(name, "")

    def put(self, name: str, value: str) -> None:
        """Sets it."""
        if name.startswith("ro.") or len(value.encode()) > LONGEST:
            raise PermissionError(name)
        self._values[name] = value
        if name.startswith("persist."):
            self._document.data[name] = value
            self._document.save()

    def items(self) -> list[tuple[str, str]]:
        """All properties, sorted by name."""
        return sorted(self._values.items())
