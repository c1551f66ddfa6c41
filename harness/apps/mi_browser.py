"""Mi Browser (and Mi Browser Pro) of global firmware; versions around 12.1, of 2020."""

from __future__ import annotations

from typing import ClassVar

from harness.apps.browser.app import Browser


class MiBrowser(Browser):
    """Preinstalled on global MIUI."""

    name: ClassVar[str] = "mi-browser"
    package: ClassVar[str] = "com.mi.globalbrowser"
    welcome: ClassVar[str] = "Welcome to Mi Browser"
    switch_since: ClassVar[str] = "12.1.4"


APP = MiBrowser
