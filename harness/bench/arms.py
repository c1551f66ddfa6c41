"""One arm, driven and recorded: its conditions, controls, acts and proofs (method §4, §5, §8)."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Iterable, Sequence
from typing import Any

from harness.apps.app import App
from harness.apps.condition import Condition, Signal
from harness.bench.acts import do_acts
from harness.bench.tools import Tools
from harness.device.clock import read_clock
from harness.device.packages import WEBVIEWS, read_digests
from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import HarnessError
from harness.model.handset import ApkDigest
from harness.model.lines import APKS, ArmClosed, ArmOpened, Precondition
from harness.model.planted import End

AnyCondition = Condition[Any]
"""A condition of whatever app."""
IDLE_SECONDS = 1.0
BLANK_SECONDS = 1.0
"""Wall seconds that a blank arm idles at least, if no acting arm of its session was recorded before it."""


class ArmRecorder:
    """Records arms one after the other.  A failure aborts the arm and is on the timeline; it is raised on."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._duration = BLANK_SECONDS

    def record(self, key: ArmKey, app: App) -> None:
        """Drive one arm.

        1. Bring about its conditions, before the arm begins.
        2. Open it: phone clock, channels, counters at rest between two marks, path nonce.
        3. Spikes, acts, an app's own path nonce (blank arms: none of these, the same time).
        4. Prove the conditions again, close: nonce, counters, channels, clock; undo the conditions.

        Raises MeasurementLost where the arm cannot be completed.
        """
        tools = self._tools
        conditions = [
            (tools.drivers.condition(key.app, name)(app, tools.phone), value)
            for name, value in key.conditions
        ]
        # What does not need the app comes first, and is taken back last.
        conditions.sort(key=lambda item: type(item[0]) in app.conditions)
        with contextlib.ExitStack() as undoing:
            if all(condition.keeps_app for condition, _ in conditions):
                app.foreground()
            for condition, value in conditions:
                undoing.push(functools.partial(self._undo, key, condition, value))
                condition.set(value)
                condition.leave()
            self._opened(key, app, conditions)

    def _undo(
        self, key: ArmKey, condition: AnyCondition, value: str, failed: type[BaseException] | None, *_: object
    ) -> None:
        """Take a condition back; where the arm broke off, its app is restarted by whoever goes on."""
        if failed is None:
            self._note(key, condition.name, condition.undo(value))
        else:
            condition.abandon()

    def _opened(self, key: ArmKey, app: App, conditions: Sequence[tuple[AnyCondition, str]]) -> None:
        tools, folder = self._tools, self._tools.folder
        clock = read_clock(tools.device)
        folder.write(
            ArmOpened(
                arm=key.id,
                app=app.package,
                phone_ms=clock.phone_ms,
                offset_ms=clock.offset_ms,
                offset_error_ms=clock.error_ms,
            )
        )
        started = time.monotonic()
        try:
            self._prove(key, app, conditions)
            tools.readings.channels(key.id, End.START)
            tools.readings.count_at_rest(key.id, End.START)
            tools.controls.shell_nonce(key.id, End.START)
            if key.kind is ArmKind.BLANK:
                self._idle(key.id)
            else:
                do_acts(tools, key, app)
                self._duration = time.monotonic() - started
            self._prove(key, app, conditions)
            tools.controls.shell_nonce(key.id, End.END)
            tools.health.wait_seen()
            tools.readings.count_at_rest(key.id, End.END)
            tools.readings.channels(key.id, End.END)
            tools.health.check()
        except HarnessError as error:
            folder.write(ArmClosed(arm=key.id, phone_ms=None, offset_ms=None, aborted=str(error)))
            raise
        clock = read_clock(tools.device)
        folder.write(ArmClosed(arm=key.id, phone_ms=clock.phone_ms, offset_ms=clock.offset_ms, aborted=None))

    def _idle(self, arm: str) -> None:
        """As long as the arm with acts took, the counters read every second."""
        end = time.monotonic() + self._duration
        while (left := end - time.monotonic()) > 0:
            self._tools.health.wait(min(left, IDLE_SECONDS))
            self._tools.readings.count(arm, End.BETWEEN)

    def _prove(self, key: ArmKey, app: App, conditions: Sequence[tuple[AnyCondition, str]]) -> None:
        for condition, value in conditions:
            self._note(key, condition.name, condition.prove(value))
        for package in (app.package, *WEBVIEWS):
            if package in self._tools.apks:
                first, now = self._tools.apks[package], read_digests(self._tools.device, package)
                self._note(key, APKS, [Signal(package, _written(first), _written(now))])

    def _note(self, key: ArmKey, condition: str, signals: Iterable[Signal]) -> None:
        for signal in signals:
            self._tools.folder.write(
                Precondition(
                    arm=key.id,
                    condition=condition,
                    signal=signal.name,
                    wanted=signal.wanted,
                    found=signal.found,
                )
            )

    def prove_session(self, keys: Iterable[ArmKey], condition: AnyCondition, value: str) -> None:
        """Signals for a condition of the whole session, on record for each of its arms."""
        signals = tuple(condition.prove(value))
        for key in keys:
            self._note(key, condition.name, signals)


def _written(apks: Sequence[ApkDigest]) -> str:
    return ", ".join(f"{apk.path} {apk.sha256}" for apk in apks)
