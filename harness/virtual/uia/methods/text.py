"""Clipboard, the focused text field, toasts."""

from __future__ import annotations

from harness.virtual.windows import Windows


class TextMethods:
    """uiautomator2 types by clipboard where its own keyboard is not installed; it reads back what it set."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._toast: str | None = None

    async def get_clipboard(self) -> str:
        """The clipboard."""
        return self._windows.clipboard

    async def set_clipboard(self, _label: str | None, text: str) -> None:
        """Sets it."""
        self._windows.clipboard = str(text)

    async def paste_clipboard(self) -> bool:
        """Appends it to the focused field."""
        return await self._windows.type(self._windows.clipboard)

    async def clear_input_text(self) -> bool:
        """Empties the focused field."""
        node = self._windows.focused()
        return node is not None and await self._windows.set_text(node, "")

    async def get_last_toast(self) -> str | None:
        """The last toast."""
        return self._toast

    async def clear_last_toast(self) -> None:
        """Forgets it."""
        self._toast = None

    async def make_toast(self, text: str, _milliseconds: float = 0) -> bool:
        """Shows one."""
        self._toast = str(text)
        return True

    async def get_last_traversed_text(self) -> None:
        """Nothing reads the screen aloud here."""

    async def clear_last_traversed_text(self) -> None:
        """Nothing to forget."""
