"""The row of the incognito switch on the settings page: read, moved, read back."""

from __future__ import annotations

from dataclasses import dataclass

from harness.apps.browser.polarity import Position, silent_position
from harness.device.hierarchy import Hierarchy, Node, Selector
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost

TITLE = "Enhanced incognito mode"
PAGE = "Privacy and security"
ROW_TITLE = "android:id/title"
SUMMARY = "android:id/summary"
WIDGET = "android:id/switch_widget"


@dataclass(frozen=True, slots=True)
class SwitchState:
    """What the screen shows of the switch; without one, `summary` is empty and `position` None.

    `screen` is the dump that it was read from.
    """

    exists: bool
    position: Position | None
    summary: str
    screen: str

    @property
    def silent_position(self) -> Position:
        """The position that by its own words collects nothing.  Raises MeasurementLost."""
        return silent_position(self.summary)


class SwitchRow:
    """The row of the switch on its settings page, which is in front."""

    def __init__(self, ui: Ui, package: str) -> None:
        self._ui = ui
        self._package = package

    @classmethod
    def open(cls, ui: Ui, package: str) -> SwitchRow:
        """Open the page from the browser's settings screen, which is in front."""
        row = ui.scroll_to(Selector(resource_id=ROW_TITLE, text=PAGE))
        before = ui.hierarchy()
        ui.tap(row)
        ui.until(
            lambda now: now.package == package and now.xml != before.xml and _titles(now) != _titles(before),
            f"the page {PAGE!r}",
        )
        return cls(ui, package)

    def read(self) -> SwitchState:
        """What the page shows, looked for to the end of its list before it counts as absent."""
        screen = self._ui.until(lambda now: bool(_titles(now)), "rows on the settings page")
        while True:
            if screen.package != self._package:
                raise MeasurementLost(f"wanted the settings of {self._package}, found {screen.package}")
            if (state := read_switch(screen)) is not None:
                return state
            moved = self._ui.scroll(screen)
            if moved.xml == screen.xml:
                return SwitchState(exists=False, position=None, summary="", screen=screen.xml)
            screen = moved

    def set(self, position: Position) -> SwitchState:
        """Put it there by a tap and read it back.  Raises MeasurementLost where it does not move."""
        state = self.read()
        if not state.exists:
            raise MeasurementLost(f"wanted the switch {TITLE!r} in {self._package}, found no such row")
        if state.position is position:
            return state
        screen = self._ui.hierarchy()
        self._ui.tap(_row(screen, _title(screen)))
        after = self._ui.until(
            lambda now: (found := read_switch(now)) is not None and found.position is position,
            f"the switch {TITLE!r} {position}",
        )
        found = read_switch(after)
        if found is None:
            raise MeasurementLost(f"wanted the switch {TITLE!r} {position}, found it gone")
        return found


def read_switch(screen: Hierarchy) -> SwitchState | None:
    """The switch as this screen shows it, None where it has no such row.

    Raises MeasurementLost for a row without a switch: it cannot be said where it stands.
    """
    if screen.first(Selector(resource_id=ROW_TITLE, text=TITLE)) is None:
        return None
    row = _row(screen, _title(screen))
    widgets = screen.below(row, Selector(resource_id=WIDGET))
    if len(widgets) != 1:
        raise MeasurementLost(f"wanted one switch in the row {TITLE!r}, found {len(widgets)}")
    summaries = screen.below(row, Selector(resource_id=SUMMARY))
    position = Position.ON if widgets[0].checked else Position.OFF
    return SwitchState(True, position, " ".join(node.text for node in summaries), screen.xml)


def _titles(screen: Hierarchy) -> tuple[str, ...]:
    return tuple(node.text for node in screen.all(Selector(resource_id=ROW_TITLE)))


def _title(screen: Hierarchy) -> Node:
    found = screen.first(Selector(resource_id=ROW_TITLE, text=TITLE))
    if found is None:
        raise MeasurementLost(f"wanted the row {TITLE!r}, found {screen.said!r}")
    return found


def _row(screen: Hierarchy, title: Node) -> Node:
    """The smallest view around the title that has one title only and a switch or a click of its own."""
    for node in screen.around(title):
        if len(screen.below(node, Selector(resource_id=ROW_TITLE))) > 1:
            break
        if screen.below(node, Selector(resource_id=WIDGET)) or node.clickable:
            return node
    raise MeasurementLost(f"wanted a row with a switch around {title.text!r}, found none")
