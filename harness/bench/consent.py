"""The consent vector of a session: what its first run is answered, and what is set on purpose (method §4)."""

from __future__ import annotations

from collections.abc import Iterable

from harness.apps.app import App
from harness.apps.condition import Offered
from harness.bench.arms import AnyCondition, ArmRecorder
from harness.bench.tools import Tools
from harness.model.arm import ArmKey, SessionKey
from harness.model.lines import ConditionRead, DialogAnswered, Noted


class Consent:
    """The consent of one session of one app: given at its beginning, proved and ended at its end."""

    def __init__(self, tools: Tools, session: SessionKey, app: App) -> None:
        self._tools = tools
        self._session = session
        self._app = app
        self._given: list[tuple[AnyCondition, str]] = []

    def give(self) -> None:
        """Answer the first run with its highlighted button, set the vector; both go on record.

        Raises MeasurementLost where it cannot be given.
        """
        text = self._app.accept()
        answered = DialogAnswered(session=self._session.id, text=text, answer="the highlighted button")
        self._tools.folder.write(answered)
        for name, value in self._session.consent:
            condition = self._tools.drivers.condition(self._app.name, name)(self._app, self._tools.phone)
            self._given.append((condition, value))
            offered = condition.set(value)
            if offered is not None:
                self._read(name, offered)
            condition.leave()

    def _read(self, condition: str, offered: Offered) -> None:
        if offered.note:
            self._tools.folder.write(Noted(place=self._session.id, text=offered.note))
        self._tools.folder.write(
            ConditionRead(
                session=self._session.id,
                condition=condition,
                offered=offered.offered,
                text=offered.text,
                position=offered.position,
                silent=offered.silent,
                screen=self._tools.readings.screenshot(),
            )
        )

    def prove(self, arms: ArmRecorder, keys: Iterable[ArmKey]) -> None:
        """Read the vector back after the last arm, on record for each arm of the session."""
        if self._given:
            self._app.foreground()
        for condition, value in self._given:
            arms.prove_session(keys, condition, value)

    def end(self, *, failed: bool) -> None:
        """Take back what a cleared app does not lose by itself."""
        for condition, value in reversed(self._given):
            if failed:
                condition.abandon()
            else:
                tuple(condition.undo(value))
