"""The switch of May 2020 that governs collection in incognito mode, as a condition of a session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from harness.apps.browser.menu import Menu
from harness.apps.browser.switch_row import SwitchRow
from harness.apps.condition import Condition, Offered, Signal
from harness.model.errors import MeasurementLost

DEFAULT, OTHER = "default", "other"
ABSENT = "not on the settings page"


class Switch(Condition[Menu]):
    """Left as it is, or moved to its other position; which means what is read from its words.

    Nothing is taken back: the next session clears the app's data.
    """

    name: ClassVar[str] = "switch"
    _set: str = ABSENT

    @classmethod
    def since(cls, app: type[Menu], value: str) -> str | None:
        """The version that brought the switch: before, only its default exists."""
        return app.switch_since if value == OTHER else None

    def set(self, value: str) -> Offered | None:
        """Open its page, read it, move it for `other`; the page stays in front."""
        if value not in {DEFAULT, OTHER}:
            raise MeasurementLost(f"wanted the switch in its {DEFAULT} or {OTHER} position, found {value!r}")
        row = self._row()
        state = row.read()
        if state.position is not None and value == OTHER:
            state = row.set(state.position.other)
        if state.position is None:
            self._set = ABSENT if value == DEFAULT else "on the settings page"
            return Offered(offered=False)
        self._set = state.position.value
        try:
            return Offered(True, state.summary, state.position.value, state.silent_position.value)
        except MeasurementLost as error:
            return Offered(True, state.summary, state.position.value, None, str(error))

    def leave(self) -> None:
        """Back to the home screen."""
        self.app.leave_settings()

    def prove(self, value: str) -> Iterable[Signal]:
        """Its page, read again."""
        del value
        position = self._row().read().position
        self.app.leave_settings()
        yield Signal(
            "the settings page, read again", self._set, ABSENT if position is None else position.value
        )

    def _row(self) -> SwitchRow:
        self.app.settings()
        return SwitchRow.open(self.app.ui, self.app.package)
