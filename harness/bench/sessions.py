"""Sessions: one app under one consent vector, from cleared data to the end of its closing window (§4)."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from harness.apps.app import App
from harness.bench.arms import ArmRecorder
from harness.bench.consent import Consent
from harness.bench.tools import Tools
from harness.device.clock import phone_ms, time_scale
from harness.model.errors import HarnessError
from harness.model.lines import Fault, SessionClosed, SessionOpened, Waiting
from harness.model.plan import PlannedSession
from harness.model.planted import End

COUNT_SECONDS = 1.0
"""Wall seconds between readings of the phone's counters while a closing window runs."""


@dataclass(slots=True)
class OpenSession:
    """A session whose arms are recorded and whose closing window runs."""

    planned: PlannedSession
    consent: Consent
    last_act_ms: int = 0
    failed: str | None = None

    @property
    def id(self) -> str:
        """The id of its key."""
        return self.planned.key.id


class SessionRecorder:
    """Records the sessions of a run in the order of its plan.

    `record` returns when the session's arms are done; its window goes on meanwhile and is waited for by
    `close`, at the latest before the same app's next session clears its data, another's changes the phone,
    or an app is driven that may be a relay of the first: `relays` names those of each app.
    """

    def __init__(
        self,
        tools: Tools,
        arms: ArmRecorder,
        apps: Mapping[str, App],
        relays: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        self._tools = tools
        self._arms = arms
        self._apps = apps
        self._relays = relays
        self._open: dict[str, OpenSession] = {}
        self._scale = time_scale(tools.device)
        self._counted = time.monotonic()

    def record(self, planned: PlannedSession) -> None:
        """Open a session and record all of its arms.

        An arm that fails is aborted and noted; the app is restarted and the next arm is tried.  Raises
        MeasurementLost where phone, recorder or sampler are gone.
        """
        name = planned.key.app
        if name in self._open:
            self.close(name)
        changes_phone = self._changes_phone(planned)
        for other in tuple(self._open):
            # What a relay is made to do in a window is in scope of the app whose window it is (method §6).
            if changes_phone or name in self._relays.get(other, ()):
                self.close(other)
        app = self._apps[name]
        opened = OpenSession(planned, Consent(self._tools, planned.key, app))
        cleared = self._cleared(app)
        self._tools.folder.write(
            SessionOpened(
                session=opened.id,
                app=planned.package,
                cleared=cleared,
                phone_ms=phone_ms(self._tools.device),
            )
        )
        self._open[name] = opened
        self._counted = time.monotonic()
        try:
            opened.consent.give()
        except HarnessError as error:
            self._fault(opened, None, error)
            return
        for key in planned.arms:
            try:
                self._arms.record(key, app)
            except HarnessError as error:
                self._fault(opened, key.id, error)
                app.stop()
                app.foreground()
        self._prove(opened, app)
        opened.last_act_ms = phone_ms(self._tools.device)
        self._leave(app)
        self._count(opened.id)

    def _changes_phone(self, planned: PlannedSession) -> bool:
        """Whether a condition of it reaches other apps, whose last reports it must not stop.

        A window that ends under another app's condition shows nothing of what its own arms caused (§4).
        """
        named = {name for key in planned.arms for name, _ in (*key.conditions, *key.consent)}
        app = planned.key.app
        return any(self._tools.drivers.condition(app, name).whole_phone for name in sorted(named))

    def tick(self) -> None:
        """Read the counters while windows are open and nothing else does: the bench judges, say.

        What the push service sends must not add up to as much as a connection that nobody is known for.
        """
        if self._open and time.monotonic() - self._counted >= COUNT_SECONDS:
            self._count(next(reversed(self._open.values())).id)

    def _count(self, session: str) -> None:
        self._tools.readings.count(session, End.WINDOW)
        self._counted = time.monotonic()

    def _cleared(self, app: App) -> bool:
        app.clear()
        app.launch()
        return app.first_run()

    def _fault(self, opened: OpenSession, arm: str | None, error: HarnessError) -> None:
        opened.failed = str(error)
        opened.last_act_ms = 0
        detail = f"{arm or opened.id}: {error}"
        self._tools.folder.write(Fault(fault=type(error).__name__, detail=detail, arm=arm))
        self._tools.health.check()

    def _prove(self, opened: OpenSession, app: App) -> None:
        """Read the consent vector back, after the last arm (method §4: at both ends)."""
        try:
            opened.consent.prove(self._arms, opened.planned.arms)
        except HarnessError as error:
            self._fault(opened, None, error)
            app.stop()
            app.foreground()

    def _leave(self, app: App) -> None:
        """After the last act: to the background, back, restarted once, and to the background again (§4)."""
        app.background()
        app.foreground()
        app.stop()
        app.launch()
        app.background()

    def close(self, name: str) -> None:
        """Wait for the rest of a session's closing window and note its end with the phone's counters."""
        opened = self._open.pop(name)
        wanted_ms = opened.planned.window_s * 1000
        while (
            opened.last_act_ms and (left := opened.last_act_ms + wanted_ms - phone_ms(self._tools.device)) > 0
        ):
            seconds = left / 1000 / self._scale
            self._tools.folder.write(Waiting(session=opened.id, seconds=round(seconds, 1)))
            self._tools.health.wait(min(seconds, COUNT_SECONDS))
            if seconds > COUNT_SECONDS:
                self._count(opened.id)
        now = phone_ms(self._tools.device)
        self._tools.readings.count_at_rest(opened.id, End.CLOSE)
        self._tools.readings.channels(opened.id, End.CLOSE)
        opened.consent.end(failed=opened.failed is not None)
        self._tools.folder.write(
            SessionClosed(
                session=opened.id,
                phone_ms=now,
                window_s=(now - opened.last_act_ms) // 1000 if opened.last_act_ms else 0,
            )
        )

    def close_all(self) -> None:
        """Wait for every window that is still open."""
        for name in tuple(self._open):
            self.close(name)
        # What was open across the last window's end ends before one more reading of the counters.
        self._tools.health.wait(COUNT_SECONDS)
        self._tools.readings.count("run", End.END)
