"""An app without screens: what services have in common."""

from __future__ import annotations

from harness.virtual.application import Application


class Service(Application):
    """A package that only runs; `begin` is called when its process comes to life.

    Started again after it was stopped (a suspension that ended), it begins anew.
    """

    def __init__(self) -> None:
        self._alive = False

    def begin(self) -> None:
        """The process came to life."""

    def end(self) -> None:
        """The process ended."""

    async def start(self, activity: str | None, url: str | None) -> None:  # noqa: ARG002 - no screens
        """Start the process, if it does not run."""
        if not self._alive:
            self._alive = True
            self.begin()

    async def stop(self) -> None:
        """The process ended."""
        self._alive = False
        self.end()

    async def clear(self) -> None:
        """Its data are gone."""
        await self.stop()

    async def foreground(self) -> None:
        """A service is never in front; asked all the same it starts."""
        await self.start(None, None)

    async def background(self) -> None:
        """Nothing changes."""
