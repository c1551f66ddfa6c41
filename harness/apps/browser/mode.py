"""The browsing mode: normal or incognito, entered by the menu and left again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from harness.apps.browser.menu import Menu
from harness.apps.browser.page import added_rows
from harness.apps.condition import Condition, Offered, Signal
from harness.model.errors import MeasurementLost

NORMAL, INCOGNITO = "normal", "incognito"


class Mode(Condition[Menu]):
    """Normal or incognito.

    Two signals of different kinds prove incognito: the marker on the home screen, and afterwards a history
    without a new row (facts §4.3).  After a failure nothing is taken back: it is left before each arm.
    """

    name: ClassVar[str] = "mode"
    _before: tuple[str, ...] = ()

    def set(self, value: str) -> Offered | None:
        """Enter it by the menu; the marker on the home screen is read back."""
        if value not in {NORMAL, INCOGNITO}:
            raise MeasurementLost(f"wanted the mode {NORMAL} or {INCOGNITO}, found {value!r}")
        self._switch(incognito=False)
        if value == INCOGNITO:
            self._before = self.app.history()
            self._switch(incognito=True)
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """The marker on the home screen."""
        yield Signal("marker on the home screen", value, INCOGNITO if self._marked() else NORMAL)

    def undo(self, value: str) -> Iterable[Signal]:
        """Leave it; the history then shows whether it was incognito."""
        if value == INCOGNITO:
            self._switch(incognito=False)
            added = added_rows(self._before, self.app.history())
            yield Signal("rows added to the history", "0", str(len(added)))

    def _marked(self) -> bool:
        return self.app.home().first(self.app.view("incognito_marker")) is not None

    def _switch(self, *, incognito: bool) -> None:
        if self._marked() == incognito:
            return
        app = self.app
        app.menu()
        app.ui.tap(app.view("menu_incognito"))
        toggled = app.ui.until(
            lambda now: any(now.first(app.view(name)) for name in ("search_hint", "menu_incognito")),
            "the way back",
        )
        if toggled.first(app.view("search_hint")) is None:
            app.ui.press("back")
        if self._marked() != incognito:
            wanted = INCOGNITO if incognito else NORMAL
            raise MeasurementLost(f"wanted {app.package} in the mode {wanted}, found the other")
