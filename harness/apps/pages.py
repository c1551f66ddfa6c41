"""Apps that can show pages of the bench: spikes, path nonces, calibration go through them (method §5, §8)."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class ShowsPages(Protocol):
    """An app with these two moves; one without them is measured without the controls that need them."""

    def open_page(self, url: str) -> None:
        """Load a page of the bench and wait until it is shown.  Raises MeasurementLost."""
        ...

    def submit(self, button: str) -> None:
        """Tap the button with that text of the page's form and wait for the page that follows.

        Raises MeasurementLost where nothing shows that the tap did something.
        """
        ...
