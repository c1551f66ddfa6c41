"""What a format decoder says when it cannot read on: a ValueError that knows the reason."""

from __future__ import annotations

from harness.model.message import GapReason

Step = str | tuple[str, ...]
"""One or several steps of a layer path."""

Part = tuple[Step, bytes]
"""What an unpacking gave: the step that leads to it, and its bytes."""


class Refusal(ValueError):
    """Bytes that are of the format but cannot be read to their end.

    `parts` is what was read before: it is searched all the same.
    """

    def __init__(self, reason: GapReason, detail: str, parts: list[Part] | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.parts = parts or []


NOT_READ = (ValueError, LookupError)
"""What an unpacking raises where bytes are not of its format: a Refusal, or anything that a parser met."""
