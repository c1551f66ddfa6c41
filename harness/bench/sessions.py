"""Sessions: one app under one consent vector, from cleared data to the end of its closing window (§4)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.apps.browser import Browser
from harness.apps.polarity import Position
from harness.bench.arms import ArmRecorder, Tools
from harness.device.channels import read_channels
from harness.device.clock import phone_ms, time_scale
from harness.ledger.plan import Session
from harness.model.errors import HarnessError, MeasurementLost

COUNT_SECONDS = 1.0
"""Wall seconds between readings of the phone's counters while a closing window runs."""
OTHER = "other"
SWITCH = "switch"


def session_id(session: Session) -> str:
    """For instance `mi-browser/switch=other/r1`."""
    consent = "+".join(f"{name}={value}" for name, value in session.consent) or "as-shipped"
    return f"{session.name}/{consent}/r{session.repeat}"


@dataclass(slots=True)
class OpenSession:
    """A session whose arms are recorded and whose closing window runs."""

    session: Session
    id: str
    last_act_ms: int
    failed: str | None = None
    screens: list[str] = field(default_factory=list)


class SessionRecorder:
    """Records the sessions of a run in the order of its plan.

    `record` returns when the session's arms are done; its window goes on meanwhile and is waited for by
    `close`, at the latest before the same app's next session clears its data.
    """

    def __init__(self, tools: Tools, arms: ArmRecorder, apps: Mapping[str, Browser]) -> None:
        self._tools = tools
        self._arms = arms
        self._apps = apps
        self._open: dict[str, OpenSession] = {}
        self._scale = time_scale(tools.device)
        self._counted = time.monotonic()

    def record(self, session: Session) -> None:
        """Open a session and record all of its arms.

        An arm that fails is aborted and noted; the app is restarted and the next arm is tried.  Raises
        MeasurementLost where phone, recorder or sampler are gone.
        """
        if session.app in self._open:
            self.close(session.app)
        app = self._apps[session.app]
        opened = OpenSession(session, session_id(session), 0)
        self._tools.notes.timeline(
            "session-opened",
            session=opened.id,
            app=session.app,
            consent=dict(session.consent),
            repeat=session.repeat,
            cleared=self._cleared(app),
            phone_ms=phone_ms(self._tools.device),
        )
        self._open[session.app] = opened
        self._counted = time.monotonic()
        try:
            self._consent(opened, app)
        except HarnessError as error:
            self._fault(opened, "consent", error)
            return
        for key in session.arms:
            try:
                self._arms.record(key, opened.id, app)
            except HarnessError as error:
                self._fault(opened, key.id, error)
                app.stop()
                app.foreground()
        opened.last_act_ms = phone_ms(self._tools.device)
        self._leave(app)
        self._count(opened.id)

    def tick(self) -> None:
        """Read the counters while windows are open and nothing else does: the bench judges, say.

        What the push service sends must not add up to as much as a connection that nobody is known for.
        """
        if self._open and time.monotonic() - self._counted >= COUNT_SECONDS:
            self._count(next(reversed(self._open.values())).id)

    def _count(self, session: str) -> None:
        self._arms.count(session, "window")
        self._counted = time.monotonic()

    def _cleared(self, app: Browser) -> bool:
        app.clear()
        app.launch()
        return app.first_run()

    def _fault(self, opened: OpenSession, where: str, error: HarnessError) -> None:
        opened.failed = str(error)
        opened.last_act_ms = 0
        arm = where if "/" in where else None
        self._tools.notes.timeline("fault", fault=type(error).__name__, detail=f"{where}: {error}", arm=arm)
        self._tools.health.check()

    def _consent(self, opened: OpenSession, app: Browser) -> None:
        """Answer the first run with its highlighted button, set the switch, and read both back."""
        app.accept()
        wanted = dict(opened.session.consent).get(SWITCH)
        record: dict[str, Any] = {
            "session": opened.id,
            "dialogs": [{"text": app.welcome, "answer": "Agree (highlighted)"}],
        }
        switch = app.switch()
        state = switch.read()
        if state.exists and wanted == OTHER and state.position is not None:
            state = switch.set(state.position.other)
        silent: Position | None = None
        if state.exists:
            try:
                silent = state.silent_position
            except MeasurementLost as error:
                self._tools.notes.timeline("note", session=opened.id, text=str(error))
        screen = self._arms.screenshot()
        self._tools.notes.timeline(
            "switch",
            session=opened.id,
            exists=state.exists,
            summary=state.summary,
            position=state.position.value if state.position else None,
            silent_position=silent.value if silent else None,
            screen=screen,
        )
        record["switches"] = [
            {
                "name": "Enhanced incognito mode",
                "exists": state.exists,
                "position": state.position.value if state.position else None,
                "text": state.summary,
                "screen": screen,
            }
        ]
        self._tools.notes.consent(record)
        app.leave_settings()

    def _leave(self, app: Browser) -> None:
        """After the last act: to the background, back, restarted once, and to the background again (§4)."""
        app.background()
        app.foreground()
        app.stop()
        app.launch()
        app.background()

    def close(self, package: str) -> None:
        """Wait for the rest of a session's closing window and note its end with the phone's counters."""
        opened = self._open.pop(package)
        wanted_ms = opened.session.window_s * 1000
        while (left_ms := opened.last_act_ms + wanted_ms - phone_ms(self._tools.device)) > 0:
            if opened.last_act_ms == 0:
                break
            seconds = left_ms / 1000 / self._scale
            self._tools.notes.timeline(
                "waiting", reason=f"closing window of {opened.id}", seconds=round(seconds, 1)
            )
            self._tools.health.wait(min(seconds, COUNT_SECONDS))
            if seconds > COUNT_SECONDS:
                self._count(opened.id)
        now = phone_ms(self._tools.device)
        self._arms.count(opened.id, "close")
        self._tools.notes.channels(opened.id, "close", read_channels(self._tools.device, self._tools.proxy))
        self._tools.notes.timeline(
            "session-closed",
            session=opened.id,
            phone_ms=now,
            window_s=(now - opened.last_act_ms) // 1000 if opened.last_act_ms else 0,
        )

    def close_all(self) -> None:
        """Wait for every window that is still open."""
        for package in tuple(self._open):
            self.close(package)
        # What was open across the last window's end ends before one more reading of the counters.
        self._tools.health.wait(COUNT_SECONDS)
        self._arms.count("run", "end")
