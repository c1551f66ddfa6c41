"""The launcher `com.miui.home`: icons of the apps that have screens."""

from __future__ import annotations

from harness.virtual.application import Application, InstalledApp
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.phone import Phone
from harness.virtual.screen import FILL, Node, column, label, tappable

PACKAGE = "com.miui.home"


class Launcher(Application):
    """The home screen."""

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
            tappable(package.label, f"open:{package.name}", f"{PACKAGE}:id/icon_title", desc=package.label)
            for package in self._phone.packages.all()
            if package.label
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

    async def key(self, name: str) -> bool:
        """Back stays at home."""
        return name == "back"

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


APPS = (
    InstalledApp(
        Package(
            name=PACKAGE,
            version="4.18.1.2121-02281714",  # synthetic
            version_code=418012121,  # synthetic
            uid=10071,  # synthetic, as all app uids here
            signer="platform",
            system=True,
            path="/system/priv-app/MiuiHome/MiuiHome.apk",
            activities=(".launcher.Launcher",),
        ),
        lambda phone, _, reporter: Launcher(phone, reporter),
        triggers=frozenset({"app_switch"}),
    ),
)
