"""Every app that can be driven, by the name that the features and `devices.yaml` use."""

from __future__ import annotations

from harness.apps.app import App
from harness.apps.browser import Browser
from harness.apps.launcher import Launcher
from harness.apps.mi_browser import MiBrowser
from harness.apps.mint import MintBrowser
from harness.apps.settings import Settings

BROWSERS: dict[str, type[Browser]] = {"mi_browser": MiBrowser, "mint": MintBrowser}
APPS: dict[str, type[App]] = {**BROWSERS, "launcher": Launcher, "settings": Settings}
