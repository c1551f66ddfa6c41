"""The analytics relay `com.miui.analytics`: quiet, unless a behaviour sends through it."""

from __future__ import annotations

from harness.virtual.application import InstalledApp
from harness.virtual.apps.background import Service
from harness.virtual.behaviours.occasions import Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.net.network import Network


class Relay(Service):
    """What apps hand over waits in its data folder, so that it resumes when it starts again."""

    package = "com.miui.analytics"

    def __init__(self, network: Network, reporter: Reporter) -> None:
        super().__init__()
        self._network = network
        self._reporter = reporter

    def begin(self) -> None:
        """Send what was handed over in an earlier life."""
        self._reporter.started(self.package, lambda: Standing(self.package))

    def end(self) -> None:
        """Connections end."""
        self._network.close(self.package)
        self._reporter.stopped(self.package)


APPS = (
    InstalledApp(
        Package(
            name=Relay.package,
            version="2.18.0",  # synthetic
            version_code=2020031100,  # synthetic
            uid=10081,
            signer="platform",
            system=True,
            path="/system/app/AnalyticsCore/AnalyticsCore.apk",
        ),
        lambda _, network, reporter: Relay(network, reporter),
    ),
)
