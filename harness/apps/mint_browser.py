"""Mint Browser; versions around 3.4, of 2020."""

from __future__ import annotations

from typing import ClassVar

from harness.apps.browser.app import Browser


class MintBrowser(Browser):
    """The small browser of the vendor."""

    name: ClassVar[str] = "mint-browser"
    package: ClassVar[str] = "com.mi.globalbrowser.mini"
    welcome: ClassVar[str] = "Welcome to Mint Browser"
    switch_since: ClassVar[str] = "3.4.3"


APP = MintBrowser
