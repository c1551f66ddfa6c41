"""The calibration of the phone's byte counters: 1 MiB uploaded from an app, read around it (method §5)."""

from __future__ import annotations

from collections.abc import Container

from harness.apps.app import App
from harness.apps.pages import ShowsPages
from harness.apps.registry import Drivers
from harness.bench.tools import Tools
from harness.model.errors import SetupError
from harness.model.lines import CalibrationClosed, CalibrationOpened, Noted
from harness.model.plan import Plan
from harness.model.planted import End

SETTLE_SECONDS = 1.0
"""Wall seconds before and after the upload in which counters and recorder come to rest."""


def calibration_app(plan: Plan, drivers: Drivers, installed: Container[str]) -> type[App] | None:
    """The first app of the plan that shows pages of the bench, else another installed one that does (§5).

    None where nothing is recorded, or no installed app shows pages.
    """
    if not plan.sessions:
        return None
    planned = [drivers.driver(session.key.app) for session in plan.sessions]
    others = [app for app in drivers.apps.values() if app.package in installed]
    return next((app for app in (*planned, *others) if issubclass(app, ShowsPages)), None)


def calibrate(tools: Tools, app: App | None) -> None:
    """Upload from that app and read every counter on both sides; without one, note that nothing was done."""
    if app is None:
        text = "the counters were not calibrated: no installed app can show a page of the bench"
        tools.folder.write(Noted(place="calibration", text=text))
        return
    if not isinstance(app, ShowsPages):
        raise SetupError(f"wanted an app that shows pages, found {app.package}")
    tools.folder.write(CalibrationOpened(app=app.package))
    app.clear()
    app.launch()
    app.accept()
    planting = tools.controls.serve(tools.planter.calibration())
    tools.health.wait(SETTLE_SECONDS)
    tools.readings.count_at_rest("calibration", End.START)
    app.open_page(planting.url)
    app.submit("Upload")
    tools.health.wait(SETTLE_SECONDS)
    tools.readings.count_at_rest("calibration", End.END)
    tools.folder.write(CalibrationClosed(app=app.package))
