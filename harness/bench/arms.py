"""One arm, driven and recorded: its controls, its acts, its proofs (method §4, §5, §8)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.apps.browser import Browser
from harness.bench.health import Health
from harness.bench.notes import Notes
from harness.bench.plant import Planter, Planting
from harness.capture.client import Recorder
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes
from harness.device.channels import read_channels
from harness.device.clock import read_clock
from harness.device.counters import read_counters
from harness.device.nonce import send_nonce
from harness.device.packages import WEBVIEWS, ApkDigest, read_digests
from harness.device.session import Device
from harness.device.suspension import Suspended
from harness.model.arm import ArmKey, ArmKind, Mode
from harness.model.errors import HarnessError, MeasurementLost
from harness.model.planted import PlantedId, PlantedKind
from harness.model.recording import APKS
from harness.store.folder import RunFolder

SHORTEST_PATH = 8
"""Characters from which the path of an observed address is searched for by itself."""
BETWEEN = "between"
"""Where counters are read inside an arm: the nearer two samples, the less can hide between them."""
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
    notes: Notes
    folder: RunFolder
    planter: Planter
    proxy: str
    apks: Mapping[str, tuple[ApkDigest, ...]]
    """Package → its APKs when the run began: apps under test, and WebViews."""


class ArmRecorder:
    """Records arms one after the other.  A failure aborts the arm and is on the timeline; it is raised on."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._marks = 0
        self._screens = 0
        self._duration = BLANK_SECONDS

    def record(self, key: ArmKey, session: str, app: Browser) -> None:
        """Drive one arm.

        1. Bring about its condition, before the arm begins: mode, suspended packages.
        2. Open it: phone clock, channels, counters between two marks, path nonce.
        3. Spikes, acts, an app's own path nonce (blank arms: none of these, the same time).
        4. Prove the condition again, close: nonce, counters, channels, clock.

        Raises MeasurementLost where the arm cannot be completed.
        """
        for package in key.need.suspended:
            self._tools.changes.change(Suspended(package), new=True)
        try:
            self._conditioned(key, session, app)
        finally:
            for package in key.need.suspended:
                self._tools.changes.undo(Suspended(package))

    def _conditioned(self, key: ArmKey, session: str, app: Browser) -> None:
        tools = self._tools
        app.foreground()
        incognito = key.need.mode is Mode.INCOGNITO
        app.leave_incognito()
        before = app.history() if incognito else ()
        if incognito:
            app.open_incognito()
        tools.notes.arm_opened(key, session, read_clock(tools.device))
        started = time.monotonic()
        try:
            self._prove(key, app)
            tools.notes.channels(key.id, "start", read_channels(tools.device, tools.proxy))
            self.count(key.id, "start")
            self._shell_nonce(key.id, "start")
            if key.need.kind is ArmKind.BLANK:
                self._idle(key.id)
            else:
                self._act(key, app)
                self._duration = time.monotonic() - started
            self._prove(key, app)
            self._shell_nonce(key.id, "end")
            tools.health.wait_seen()
            self.count(key.id, "end")
            tools.notes.channels(key.id, "end", read_channels(tools.device, tools.proxy))
            tools.health.check()
        except HarnessError as error:
            tools.notes.arm_closed(key.id, None, str(error))
            raise
        clock = read_clock(tools.device)
        if incognito:
            app.leave_incognito()
            after = app.history()
            tools.notes.precondition(key.id, "no new history row", str(len(before)), str(len(after)))
        tools.notes.arm_closed(key.id, clock, None)

    def _idle(self, arm: str) -> None:
        """As long as the arm with acts took, the counters read every second."""
        end = time.monotonic() + self._duration
        while (left := end - time.monotonic()) > 0:
            self._tools.health.wait(min(left, IDLE_SECONDS))
            self.count(arm, BETWEEN)

    def _prove(self, key: ArmKey, app: Browser) -> None:
        wanted = "incognito" if key.need.mode is Mode.INCOGNITO else "normal"
        found = "incognito" if app.is_incognito() else "normal"
        self._tools.notes.precondition(key.id, "mode marker on the home screen", wanted, found)
        for package in key.need.suspended:
            held = Suspended(package).read(self._tools.device)
            self._tools.notes.precondition(key.id, f"suspended:{package}", "True", str(held))
        for package in (key.app, *WEBVIEWS):
            if package in self._tools.apks:
                first, now = self._tools.apks[package], read_digests(self._tools.device, package)
                self._tools.notes.precondition(key.id, APKS + package, _written(first), _written(now))

    def _act(self, key: ArmKey, app: Browser) -> None:
        self._spikes(key.id, app)
        for act, count in key.need.acts:
            for number in range(1, count + 1):
                self._tools.health.check()
                self.count(key.id, BETWEEN)
                self._one(key.id, act, number, app)
        self._app_nonce(key.id, "end", app)

    def _one(self, arm: str, act: str, number: int, app: Browser) -> None:
        """One act: planted first, then carried out, then noted with a screenshot."""
        notes = self._tools.notes
        planted: list[PlantedId] = []
        try:
            match act:
                case "visit":
                    planting = self.plant(self._tools.planter.page(arm, number))
                    planted = [value.id for value in planting.values]
                    app.visit(planting.url)
                case "search":
                    planting = self.plant(self._tools.planter.term(arm, number))
                    planted = [value.id for value in planting.values]
                    app.search(planting.url)
                case "news":
                    planted = self._news(arm, number, app)
                case _:
                    raise MeasurementLost(f"wanted an act that this bench can do, found {act!r}")
        except HarnessError as error:
            notes.timeline(
                "act", arm=arm, act=act, number=number, outcome="failed", detail=str(error), planted=planted
            )
            raise
        notes.timeline(
            "act",
            arm=arm,
            act=act,
            number=number,
            outcome="done",
            detail="",
            planted=planted,
            screen=self.screenshot(),
        )

    def _news(self, arm: str, number: int, app: Browser) -> list[PlantedId]:
        titles = app.news()
        place = min(number, len(titles)) - 1
        title = self._tools.planter.observed(arm, number, "feed-title", titles[place])
        self._tools.notes.planted(title)
        app.tap_feed_item(place)
        address = self._tools.planter.observed(arm, number, "feed-address", app.page().address)
        self._tools.notes.planted(address)
        path = urlsplit(address.value).path
        if len(path) >= SHORTEST_PATH:
            self._tools.notes.planted(self._tools.planter.observed(arm, number, "feed-path", path))
        return [title.id, address.id]

    def plant(self, planting: Planting) -> Planting:
        """Note what is planted and register its page, before anything can be sent."""
        for value in planting.values:
            self._tools.notes.planted(value)
        if planting.page is not None:
            self._tools.recorder.pages([planting.page])
        return planting

    def _shell_nonce(self, arm: str, at: str) -> None:
        planting = self.plant(self._tools.planter.nonce(arm, at, "shell"))
        way = send_nonce(self._tools.device, planting.url)
        self._tools.notes.timeline(
            "control", arm=arm, control="nonce", at=at, by=way, planted=planting.values[0].id
        )

    def _app_nonce(self, arm: str, at: str, app: Browser) -> None:
        planting = self.plant(self._tools.planter.nonce(arm, at, "app"))
        app.visit(planting.url)
        self._tools.notes.timeline(
            "control", arm=arm, control="nonce", at=at, by="app", planted=planting.values[0].id
        )

    def _spikes(self, arm: str, app: Browser) -> None:
        planting = self.plant(self._tools.planter.spikes(arm))
        for value in planting.values:
            spike = value.kind is PlantedKind.SPIKE
            self._tools.notes.timeline(
                "control",
                arm=arm,
                control="spike" if spike else "nonce",
                at="start",
                by=f"app, {value.part}: {value.wrapping}" if spike else "app",
                planted=value.id,
            )
        app.visit(planting.url)
        app.submit("Send spikes")

    def count(self, arm: str, at: str) -> None:
        """The phone's byte counters, read between two traffic marks of the recorder (method §5)."""
        self._marks += 1
        names = (f"{self._marks}:before", f"{self._marks}:after")
        self._tools.recorder.mark(names[0])
        read = read_counters(self._tools.device)
        self._tools.recorder.mark(names[1])
        self._tools.notes.counters(arm, at, read, names)

    def screenshot(self) -> str:
        """A picture of the screen, kept in the run; its name."""
        self._screens += 1
        name = f"screens/{self._screens:04d}.jpg"
        self._tools.folder.blob(name, self._tools.display.screenshot())
        return name


def _written(apks: Sequence[ApkDigest]) -> str:
    return ", ".join(f"{apk.path} {apk.sha256}" for apk in apks)
