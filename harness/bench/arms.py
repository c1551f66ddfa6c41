"""One arm, driven and recorded: its conditions, controls, acts and proofs (method §4, §5, §8)."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.apps.act import Act
from harness.apps.app import App
from harness.apps.condition import Condition, Phone, Signal
from harness.apps.pages import ShowsPages
from harness.apps.registry import Drivers
from harness.bench import notes
from harness.bench.content import ArmContent
from harness.bench.health import Health
from harness.bench.plant import Planter, Planting
from harness.capture.client import Recorder
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes, What
from harness.device.channels import read_channels
from harness.device.clock import read_clock
from harness.device.counters import read_counters
from harness.device.journal import Value
from harness.device.nonce import send_nonce
from harness.device.packages import WEBVIEWS, read_digests
from harness.device.session import Device
from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import HarnessError, MeasurementLost
from harness.model.handset import ApkDigest
from harness.model.lines import (
    APKS,
    ActDone,
    ActOutcome,
    ArmClosed,
    ArmOpened,
    ControlKind,
    ControlSent,
    PlantedLine,
    Precondition,
)
from harness.model.planted import ControlBy, End, Planted, PlantedKind
from harness.store.folder import RunFolder

AnyCondition = Condition[Any]
"""A condition of whatever app."""
IDLE_SECONDS = 1.0
BLANK_SECONDS = 1.0
"""Wall seconds that a blank arm idles at least, if no acting arm of its session was recorded before it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything that recording an arm takes."""

    device: Device
    display: PhoneDisplay
    changes: Changes
    recorder: Recorder
    health: Health
    folder: RunFolder
    planter: Planter
    drivers: Drivers
    proxy: str
    apks: Mapping[str, tuple[ApkDigest, ...]]
    """Package → its APKs when the run began: apps under test, and WebViews."""

    @property
    def phone(self) -> Phone:
        """The phone as conditions see it."""
        return Phone(self.device, self.changes)


class ArmRecorder:
    """Records arms one after the other.  A failure aborts the arm and is on the timeline; it is raised on."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._marks = 0
        self._screens = 0
        self._duration = BLANK_SECONDS

    def record(self, key: ArmKey, app: App) -> None:
        """Drive one arm.

        1. Bring about its conditions, before the arm begins.
        2. Open it: phone clock, channels, counters between two marks, path nonce.
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
            self.channels(key.id, End.START)
            self.count(key.id, End.START)
            self._shell_nonce(key.id, End.START)
            if key.kind is ArmKind.BLANK:
                self._idle(key.id)
            else:
                self._act(key, app)
                self._duration = time.monotonic() - started
            self._prove(key, app, conditions)
            self._shell_nonce(key.id, End.END)
            tools.health.wait_seen()
            self.count(key.id, End.END)
            self.channels(key.id, End.END)
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
            self.count(arm, End.BETWEEN)

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

    # acts

    def _act(self, key: ArmKey, app: App) -> None:
        if isinstance(app, ShowsPages):
            self._spikes(key.id, app)
        known = {act.id: act for act in app.acts}
        placed: list[What] = []

        def change(what: What, value: Value) -> None:
            placed.append(what)
            self._tools.changes.change(what, value)

        try:
            for name, count in key.acts:
                for number in range(1, count + 1):
                    self._tools.health.check()
                    self.count(key.id, End.BETWEEN)
                    content = ArmContent(
                        key, name, number, self._tools.planter, self.plant, self.serve, change
                    )
                    self._one(known[name], content, app)
        finally:
            for what in reversed(placed):
                self._tools.changes.undo(what)
        if isinstance(app, ShowsPages):
            self._app_nonce(key.id, End.END, app)

    def _one(self, act: Act[App], content: ArmContent, app: App) -> None:
        """One time of an act: carried out, then noted with what showed it and a screenshot."""
        try:
            shown = act.do(app, content)
            if lacking := content.lacks(act.parts):
                raise MeasurementLost(f"wanted {', '.join(lacking)} of {act.id} planted or read, found none")
        except HarnessError as error:
            self._tools.folder.write(self._act_line(content, ActOutcome.FAILED, detail=str(error)))
            raise
        line = self._act_line(content, ActOutcome.DONE, shown=shown, screen=self.screenshot())
        self._tools.folder.write(line)

    @staticmethod
    def _act_line(
        content: ArmContent, outcome: ActOutcome, detail: str = "", shown: str = "", screen: str = ""
    ) -> ActDone:
        return ActDone(
            arm=content.arm.id,
            act=content.act,
            number=content.number,
            outcome=outcome,
            detail=detail,
            planted=tuple(content.planted),
            shown=shown,
            screen=screen,
        )

    # controls

    def plant(self, value: Planted) -> None:
        """Note a planted value, before it can be sent."""
        self._tools.folder.write(PlantedLine.of(value))

    def serve(self, planting: Planting) -> Planting:
        """Note what is planted and register its page, before anything can be sent."""
        for value in planting.values:
            self.plant(value)
        self._tools.recorder.pages([planting.page])
        return planting

    def _shell_nonce(self, arm: str, at: End) -> None:
        planting = self.serve(self._tools.planter.nonce(arm, at, ControlBy.SHELL))
        way = send_nonce(self._tools.device, planting.url)
        self._sent(arm, ControlKind.NONCE, at, ControlBy.SHELL, way, planting.values[0])

    def _app_nonce(self, arm: str, at: End, app: ShowsPages) -> None:
        planting = self.serve(self._tools.planter.nonce(arm, at, ControlBy.APP))
        app.open_page(planting.url)
        self._sent(arm, ControlKind.NONCE, at, ControlBy.APP, "page", planting.values[0])

    def _spikes(self, arm: str, app: ShowsPages) -> None:
        planting = self.serve(self._tools.planter.spikes(arm))
        for value in planting.values:
            spike = value.kind is PlantedKind.SPIKE
            way = f"{value.part}: {value.wrapping}" if spike else "page"
            kind = ControlKind.SPIKE if spike else ControlKind.NONCE
            self._sent(arm, kind, End.START, ControlBy.APP, way, value)
        app.open_page(planting.url)
        app.submit("Send spikes")

    def _sent(
        self, arm: str, control: ControlKind, at: End, by: ControlBy, way: str, planted: Planted
    ) -> None:
        self._tools.folder.write(
            ControlSent(arm=arm, control=control, at=at, by=by, way=way, planted=planted.id)
        )

    def count(self, place: str, at: End) -> None:
        """The phone's byte counters, read between two traffic marks of the recorder (method §5)."""
        self._marks += 1
        names = (f"{self._marks}:before", f"{self._marks}:after")
        self._tools.recorder.mark(names[0])
        read = read_counters(self._tools.device)
        self._tools.recorder.mark(names[1])
        self._tools.folder.write(notes.counters(place, at, read, names))

    def channels(self, place: str, at: End) -> None:
        """Every way out of the phone, read back (method §5)."""
        for channel in read_channels(self._tools.device, self._tools.proxy):
            self._tools.folder.write(notes.channel(place, at, channel))

    def screenshot(self) -> str:
        """A picture of the screen, kept in the run; its name."""
        self._screens += 1
        name = f"screens/{self._screens:04d}.jpg"
        self._tools.folder.blob(name, self._tools.display.screenshot())
        return name


def _written(apks: Sequence[ApkDigest]) -> str:
    return ", ".join(f"{apk.path} {apk.sha256}" for apk in apks)
