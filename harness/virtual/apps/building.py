"""All apps of one phone."""

from __future__ import annotations

from collections.abc import Iterable

from harness.virtual.application import InstalledApp
from harness.virtual.apps.discovery import discover, vocabulary
from harness.virtual.behaviours.loading import choose
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net.network import Network
from harness.virtual.phone import App, Phone


def build(phone: Phone, installed: Iterable[InstalledApp] | None = None) -> dict[str, App]:
    """The apps by package, those of `installed` (by default the shipped ones) that the firmware has.

    Raises ValueError for a behaviour file with a mistake or an id that no file has.
    """
    found = tuple(discover() if installed is None else installed)
    behaviours = choose(phone.firmware.behaviours, phone.behaviour_dirs, vocabulary(found))
    network = Network(phone)
    reporter = Reporter(phone, network, behaviours)
    return {
        item.package.name: item.make(phone, network, reporter)
        for item in found
        if phone.packages.get(item.package.name) is not None
    }
