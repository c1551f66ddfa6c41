"""The launcher `com.miui.home`: icons of the apps that have screens."""

from __future__ import annotations

from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.phone import Phone
from harness.virtual.screen import FILL, Node, column, label, tappable

PACKAGE = "com.miui.home"
NAMES = (
    ("com.mi.globalbrowser", "Browser"),
    ("com.mi.globalbrowser.mini", "Mint Browser"),
    ("com.android.settings", "Settings"),
)


class Launcher:
    """The home screen; satisfies `phone.App`."""

    package = PACKAGE

    def __init__(self, phone: Phone, reporter: Reporter) -> None:
        self._phone = phone
        self._reporter = reporter
        self._alive = False

    async def start(self, activity: str | None, url: str | None) -> None:  # noqa: ARG002 - no links lead here
        """Its clients begin with its process."""
        if not self._alive:
            self._alive = True
            self._reporter.started(PACKAGE, lambda: Standing(PACKAGE))
            self._reporter.happened(Occasion("launch", Standing(PACKAGE)))

    def screen(self) -> Node:
        """One icon per app."""
        icons = [
            tappable(name, f"open:{package}", f"{PACKAGE}:id/icon_title", desc=name)
            for package, name in NAMES
            if self._phone.packages.get(package) is not None
        ]
        clock = label("MIUI", f"{PACKAGE}:id/clock", "title")
        return column(
            clock, column(*icons, resource_id=f"{PACKAGE}:id/workspace", size=FILL), background="#c5d4e8"
        )

    async def tap(self, node: Node) -> None:
        """Open the app of the icon."""
        package = node.on_click.partition(":")[2]
        self._reporter.happened(Occasion("app_switch", Standing(PACKAGE), {"target": package}))
        await self._phone.open_app(package)

    async def set_text(self, node: Node, text: str) -> None:
        """There is no text field."""

    async def key(self, name: str) -> bool:
        """Back stays at home."""
        return name == "back"

    async def clear(self) -> None:
        """Nothing is kept."""

    async def stop(self) -> None:
        """Its clients end with its process."""
        self._alive = False
        self._reporter.stopped(PACKAGE)

    async def background(self) -> None:
        """Its clients flush."""
        self._reporter.background(PACKAGE)

    async def foreground(self) -> None:
        """In front again, after whatever."""
        await self.start(None, None)
