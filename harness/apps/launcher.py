"""The launcher of MIUI (POCO phones have another one)."""

from __future__ import annotations

from typing import ClassVar

from harness.apps.app import App
from harness.device.hierarchy import Hierarchy


class Launcher(App):
    """The home screen."""

    package: ClassVar[str] = "com.miui.home"
    activity: ClassVar[str] = ".launcher.Launcher"

    def home(self) -> Hierarchy:
        """The home screen, by the home key."""
        self.ui.press("home")
        return self.in_front()
