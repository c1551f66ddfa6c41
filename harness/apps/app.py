"""What every app has: a package, its acts and conditions, and the ways to start, leave, stop and clear it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from harness.apps.act import Act
from harness.apps.condition import Condition
from harness.device.hierarchy import Hierarchy, Selector
from harness.device.packages import read_package
from harness.device.shell import Shell, quoted, text
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost, SetupError
from harness.model.handset import InstalledPackage

LAUNCH_SECONDS = 15.0


class App(ABC):
    """One installed app on one phone.

    Started by `am start`, never by `monkey`: MIUI's own tracking stays silent for a monkey
    (facts §1.2 rule 4), which would suppress what is measured.  `name` is its short name in the
    ledger.  An app that can also show pages has the moves of `pages.ShowsPages`.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    activity: ClassVar[str]
    acts: ClassVar[tuple[Act[Any], ...]] = ()
    conditions: ClassVar[tuple[type[Condition[Any]], ...]] = ()

    def __init__(self, shell: Shell, ui: Ui) -> None:
        self.shell = shell
        self.ui = ui

    @abstractmethod
    def first_run(self) -> bool:
        """Whether the app, just started from cleared data, shows that it is run for the first time."""

    @abstractmethod
    def accept(self) -> str:
        """Answer what the first run asks with its highlighted buttons; the words that were shown."""

    # what is installed

    def installed(self) -> InstalledPackage:
        """The package as installed now.  Raises SetupError where it is not."""
        return read_package(self.shell, self.package)

    def version(self) -> str:
        """The exact `versionName`."""
        return self.installed().version

    # views

    def id(self, name: str) -> str:
        """A resource id of this app."""
        return f"{self.package}:id/{name}"

    def view(self, name: str, text: str | None = None) -> Selector:
        """The view of that id, with that text if one is given."""
        return Selector(resource_id=self.id(name), text=text)

    # moves

    def launch(self) -> Hierarchy:
        """Start it by its launcher activity and return its first screen.  Raises SetupError."""
        output = self.shell.run(quoted(["am", "start", "-n", f"{self.package}/{self.activity}"]))
        said = " ".join(f"{output.stdout} {output.stderr}".split())
        if output.refused is not None or "Error:" in said or "Error type" in said:
            raise SetupError(f"wanted {self.package} started on {self.shell.serial}, found {said[:180]!r}")
        return self.ui.until(
            lambda screen: screen.package == self.package, f"{self.package} in front", LAUNCH_SECONDS
        )

    def background(self) -> Hierarchy:
        """Leave it by the home key and return the screen that follows."""
        self.ui.press("home")
        return self.ui.until(
            lambda screen: screen.package not in {"", self.package},
            f"another app than {self.package} in front",
        )

    def foreground(self) -> Hierarchy:
        """Bring it back to the front as it was left."""
        return self.launch()

    def stop(self) -> None:
        """End its processes."""
        text(self.shell, quoted(["am", "force-stop", self.package]))

    def clear(self) -> None:
        """Clear its data, which ends it and brings back the first run.  Raises MeasurementLost."""
        said = text(self.shell, quoted(["pm", "clear", self.package])).strip()
        if said != "Success":
            raise MeasurementLost(f"wanted the data of {self.package} cleared, found {said[:100]!r}")
