"""The phone's own Settings app, as far as it is needed to stand on."""

from __future__ import annotations

from typing import ClassVar

from harness.apps.app import App
from harness.device.hierarchy import Selector

ROW_TITLE = "android:id/title"


class Settings(App):
    """Settings of MIUI."""

    package: ClassVar[str] = "com.android.settings"
    activity: ClassVar[str] = ".Settings"

    def pages(self) -> tuple[str, ...]:
        """The titles of the rows on the screen."""
        screen = self.in_front()
        return tuple(node.text for node in screen.all(Selector(resource_id=ROW_TITLE)))

    def open_page(self, title: str) -> tuple[str, ...]:
        """Tap the row with that title and return the titles of the page that opens."""
        row = self.ui.scroll_to(Selector(resource_id=ROW_TITLE, text=title))
        before = self.ui.hierarchy()
        self.ui.tap(row)
        self.ui.until(
            lambda now: now.package == self.package and now.xml != before.xml, f"the page {title!r}"
        )
        return self.pages()
