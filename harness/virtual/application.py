"""How a module declares an app of the virtual handset, and what apps have in common.

A module below `harness/virtual/apps`, or in a folder of `--apps`, is an app's where it has a tuple `APPS`
of `InstalledApp`; nothing else has to name it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.net.network import Network
from harness.virtual.phone import App, Phone
from harness.virtual.screen import Node


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """One app: its package as every firmware has it that does not say otherwise, and how it is made.

    `triggers` are what happens in it beside what happens in any app, `facts` the values that such an
    occasion carries (`behaviours.occasions`): behaviours may name both.
    """

    package: Package
    make: Callable[[Phone, Network, Reporter], App]
    triggers: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()


class Application:
    """An app that does nothing yet; satisfies `phone.App`.  Subclasses say what theirs does."""

    package = ""

    async def start(self, activity: str | None, url: str | None) -> None:
        """Come to the front."""

    def screen(self) -> Node:
        """An empty window."""
        return Node()

    async def tap(self, node: Node) -> None:
        """There is nothing to tap."""

    async def set_text(self, node: Node, text: str) -> None:
        """There is no text field."""

    async def key(self, name: str) -> bool:  # noqa: ARG002  # no key means anything
        """Not used."""
        return False

    async def clear(self) -> None:
        """Nothing is kept in memory."""

    async def stop(self) -> None:
        """The process ended."""

    async def background(self) -> None:
        """Another app came to the front."""

    async def foreground(self) -> None:
        """In front again, as it was left."""
