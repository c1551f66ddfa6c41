"""The acts of an arm, between the app's own controls (method §3, §8)."""

from __future__ import annotations

from harness.apps.act import Act
from harness.apps.app import App
from harness.apps.pages import ShowsPages
from harness.bench.content import ArmContent
from harness.bench.tools import Tools
from harness.device.change import What
from harness.device.journal import Value
from harness.model.arm import ArmKey
from harness.model.errors import HarnessError, MeasurementLost
from harness.model.lines import ActDone, ActOutcome
from harness.model.planted import End


def do_acts(tools: Tools, key: ArmKey, app: App) -> None:
    """Do what an arm's acts say, each as often as planned; what they put on the phone is taken away again.

    An app that shows pages sends spikes and a path nonce before them and a path nonce after them.  Raises
    MeasurementLost where an act was not done, or planted less than it declares.
    """
    if isinstance(app, ShowsPages):
        tools.controls.spikes(key.id, app)
    known = {act.id: act for act in app.acts}
    placed: list[What] = []

    def change(what: What, value: Value) -> None:
        # What is there already was put there by somebody else, who takes it away.
        if what.read(tools.device) != value:
            placed.append(what)
            tools.changes.change(what, value)

    try:
        for name, count in key.acts:
            for number in range(1, count + 1):
                tools.health.check()
                tools.readings.count(key.id, End.BETWEEN)
                controls = tools.controls
                content = ArmContent(key, name, number, tools.planter, controls.plant, controls.serve, change)
                _do(tools, known[name], content, app)
    finally:
        for what in reversed(placed):
            tools.changes.undo(what)
    if isinstance(app, ShowsPages):
        tools.controls.app_nonce(key.id, End.END, app)


def _do(tools: Tools, act: Act[App], content: ArmContent, app: App) -> None:
    """One time of an act: carried out, then noted with what showed it and a screenshot."""
    try:
        shown = act.do(app, content)
        if lacking := content.lacks(act.parts):
            raise MeasurementLost(f"wanted {', '.join(lacking)} of {act.id} planted or read, found none")
    except HarnessError as error:
        tools.folder.write(_line(content, ActOutcome.FAILED, detail=str(error)))
        raise
    screen = tools.readings.screenshot()
    tools.folder.write(_line(content, ActOutcome.DONE, shown=shown, screen=screen))


def _line(
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
