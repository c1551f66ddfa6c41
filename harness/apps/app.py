"""What every app has: a package, its acts and conditions, and the ways to start, leave, stop and clear it."""

from __future__ import annotations

from typing import ClassVar

from harness.apps.act import Act
from harness.apps.condition import Condition
from harness.device.hierarchy import Hierarchy
from harness.device.packages import read_package
from harness.device.shell import Shell, quoted, text
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost, SetupError
from harness.model.handset import InstalledPackage

LAUNCH_SECONDS = 15.0


class App:
    """One installed app on one phone.

    Started by `am start`, never by `monkey`: MIUI's own tracking stays silent for a monkey
    (facts/xiaomi §1.2 rule 4), which would suppress what is measured.  `name` is its short name in the
    ledger.  Where `has_pages`, `open_page` and `submit` show pages of the bench: spikes, path nonces and
    the calibration of the counters go through them (method §5, §8).
    """

    name: ClassVar[str]
    package: ClassVar[str]
    activity: ClassVar[str]
    acts: ClassVar[tuple[Act, ...]] = ()
    conditions: ClassVar[tuple[type[Condition], ...]] = ()
    has_pages: ClassVar[bool] = False

    def __init__(self, shell: Shell, ui: Ui) -> None:
        self.shell = shell
        self.ui = ui

    def installed(self) -> InstalledPackage:
        """The package as installed now.  Raises SetupError where it is not."""
        return read_package(self.shell, self.package)

    def version(self) -> str:
        """The exact `versionName`."""
        return self.installed().version

    # what every app under test says of itself

    def first_run(self) -> bool:
        """Whether the app, just started from cleared data, asks what it asks at its first run."""
        raise NotImplementedError

    def accept(self) -> str:
        """Answer the first run with its highlighted button; the words of the dialog."""
        raise NotImplementedError

    def rest(self) -> Hierarchy:
        """The screen from which every act begins."""
        raise NotImplementedError

    def open_page(self, url: str) -> None:
        """Load a page of the bench and wait until it is shown; only where `has_pages`."""
        raise NotImplementedError

    def submit(self, button: str) -> None:
        """Tap the button of the page's form and wait for the page that follows; only where `has_pages`."""
        raise NotImplementedError

    # moves

    def launch(self) -> Hierarchy:
        """Start it by its launcher activity and return its first screen."""
        return self._start(["-n", f"{self.package}/{self.activity}"])

    def _start(self, words: list[str]) -> Hierarchy:
        command = quoted(["am", "start", *words])
        output = self.shell.run(command)
        said = " ".join(f"{output.stdout} {output.stderr}".split())
        if output.refused is not None or "Error:" in said or "Error type" in said:
            raise SetupError(f"wanted {self.package} started on {self.shell.serial}, found {said[:180]!r}")
        return self.in_front()

    def in_front(self) -> Hierarchy:
        """The screen, once it is one of this app."""
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
