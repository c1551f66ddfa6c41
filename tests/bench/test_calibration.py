"""The counters' calibration: read on both sides of its upload, by an app that shows pages, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from harness.apps.registry import Drivers
from harness.bench import calibration
from harness.bench.calibration import calibrate, calibration_app
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.lines import CalibrationClosed, CalibrationOpened, Noted
from harness.model.plan import Plan
from harness.model.planted import End
from tests.bench.stage import MI, FakeApp, FakeBrowser, Stage, key, session


class OtherBrowser(FakeBrowser):
    name: ClassVar[str] = "other-browser"
    package: ClassVar[str] = "com.other.browser"


BOTH = Drivers([OtherBrowser, FakeBrowser, FakeApp])


def planned(app: str) -> Plan:
    return Plan(Grade.SCREENING, (), (session(replace(key(), app=app)),))


def test_an_app_of_the_plan_is_taken_first() -> None:
    assert calibration_app(planned("mi-browser"), BOTH, {MI, OtherBrowser.package}) is FakeBrowser


def test_where_the_planned_apps_show_no_pages_another_installed_one_is_taken() -> None:
    assert calibration_app(planned("player"), BOTH, {MI}) is FakeBrowser
    assert calibration_app(planned("player"), BOTH, {OtherBrowser.package}) is OtherBrowser
    assert calibration_app(planned("player"), BOTH, set()) is None


def test_where_nothing_is_recorded_nothing_is_calibrated() -> None:
    assert calibration_app(Plan(Grade.SCREENING, (), ()), BOTH, {MI}) is None


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "SETTLE_SECONDS", 0.01)


@pytest.mark.usefixtures("quick")
def test_the_counters_are_read_on_both_sides_of_the_upload(stage: Stage) -> None:
    read: list[int] = []
    stage.browser.before = lambda deed: read.append(len(stage.run.counters()))
    calibrate(stage.tools, stage.browser)
    counters = stage.run.counters()

    assert [(sample.place, sample.at) for sample in counters] == [
        *[("calibration", End.START)] * 2,
        *[("calibration", End.END)] * 2,
    ]
    assert stage.browser.done[:3] == ["clear", "launch", "accept"]
    assert stage.browser.done[-1] == "submit Upload"
    assert read[-2:] == [2, 2]
    assert any(name.startswith("calibration:") for name in stage.recorder.ids)
    assert [line.app for line in stage.timeline(CalibrationOpened, CalibrationClosed)] == [MI, MI]


def test_without_an_app_that_shows_pages_it_is_noted(stage: Stage) -> None:
    calibrate(stage.tools, None)
    (noted,) = stage.timeline(Noted)

    assert noted.place == "calibration"
    assert stage.run.counters() == ()


def test_an_app_that_shows_none_is_refused(stage: Stage) -> None:
    with pytest.raises(SetupError, match="shows pages"):
        calibrate(stage.tools, FakeApp())
