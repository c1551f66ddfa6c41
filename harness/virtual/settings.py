"""The tables of `settings`, kept in the state folder; a firmware gives the first values."""

from __future__ import annotations

from collections.abc import Mapping

from harness.virtual.state import Document

NAMESPACES = ("system", "secure", "global")


class SettingsTable:
    """All three namespaces; every change is on disk when it returns."""

    def __init__(self, document: Document, defaults: Mapping[str, Mapping[str, str]]) -> None:
        self._document = document
        if document.is_new:
            document.data = {space: dict(defaults.get(space, {})) for space in NAMESPACES}
            document.save()

    def get(self, namespace: str, key: str) -> str | None:
        """The value, None if unset."""
        value = self._document.data[namespace].get(key)
        return None if value is None else str(value)

    def put(self, namespace: str, key: str, value: str) -> None:
        """Sets a value."""
        self._document.data[namespace][key] = value
        self._document.save()

    def delete(self, namespace: str, key: str) -> bool:
        """Whether there was something to delete."""
        if key not in self._document.data[namespace]:
            return False
        del self._document.data[namespace][key]
        self._document.save()
        return True

    def items(self, namespace: str) -> list[tuple[str, str]]:
        """All rows, sorted by key."""
        return sorted(self._document.data[namespace].items())
