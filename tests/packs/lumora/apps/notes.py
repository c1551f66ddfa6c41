"""The notes app of a vendor that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from harness.apps.act import Act, Content
from harness.apps.app import App
from harness.apps.condition import Condition, Offered, Signal
from harness.device.hierarchy import Selector
from harness.model.errors import MeasurementLost

START_SECONDS = 15.0


def write_note(app: Notes, content: Content) -> str:
    """A note that nobody else has, written and saved."""
    text = content.token("note-text")
    app.write(text)
    return f"the list shows the note {text}"


class UsageReports(Condition["Notes"]):
    """The app's own switch; the next session clears the app's data, so nothing is taken back."""

    name: ClassVar[str] = "usage-reports"

    def set(self, value: str) -> Offered | None:
        """Tap it until it stands there."""
        self.app.report(on=value == "on")
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """Where it stands on the app's screen."""
        yield Signal("switch of the app", value, "on" if self.app.reports() else "off")

    def abandon(self) -> None:
        """Nothing outlives the clearing of the app's data."""


class Notes(App):
    """A list of notes below a field and the switch of the usage reports."""

    name: ClassVar[str] = "notes"
    package: ClassVar[str] = "com.lumora.notes"
    activity: ClassVar[str] = ".NotesActivity"
    acts: ClassVar[tuple[Act[Any], ...]] = (Act("write-note", ("note-text",), write_note),)
    conditions: ClassVar[tuple[type[Condition[Any]], ...]] = (UsageReports,)

    def first_run(self) -> bool:
        """Whether it welcomes, and does not show its list."""
        screen = self.ui.until(
            lambda now: any(now.first(self.view(name)) for name in ("agree", "reports")),
            f"the first run or the notes of {self.package}",
            START_SECONDS,
        )
        return screen.first(self.view("agree")) is not None

    def accept(self) -> str:
        """Agree; the list follows."""
        if not self.first_run():
            raise MeasurementLost(f"wanted the first run of {self.package}, found its notes")
        words = self.ui.hierarchy().said
        self.ui.tap(self.view("agree"))
        self.ui.wait(self.view("reports"), START_SECONDS)
        return words

    def reports(self) -> bool:
        """Whether the switch of the usage reports is on."""
        return self.ui.wait(self.view("reports")).checked

    def report(self, *, on: bool) -> None:
        """Put the switch there."""
        if self.reports() != on:
            self.ui.tap(self.view("reports"))
        moved = Selector(resource_id=self.id("reports"), checked=on)
        self.ui.wait(moved)

    def write(self, text: str) -> None:
        """Type a note, save it, and wait for it in the list."""
        self.ui.type_into(self.id("field"), text)
        self.ui.tap(self.view("save"))
        self.ui.wait(self.view("note", text))


APP = Notes
