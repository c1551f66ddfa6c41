"""All apps of one phone."""

from __future__ import annotations

from harness.virtual.apps.browser.app import Browser
from harness.virtual.apps.browser.skins import SKINS
from harness.virtual.apps.gms import PlayServices
from harness.virtual.apps.launcher import Launcher
from harness.virtual.apps.push import Push
from harness.virtual.apps.relay import Relay
from harness.virtual.apps.settings import SettingsApp
from harness.virtual.apps.system import System
from harness.virtual.apps.systemui import SystemUi
from harness.virtual.behaviours.loading import choose
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net.network import Network
from harness.virtual.phone import App, Phone


def build(phone: Phone) -> dict[str, App]:
    """The apps by package, those that the phone's firmware has.

    Raises ValueError for a behaviour file with a mistake or an id that no file has.
    """
    behaviours = choose(phone.firmware.behaviours, phone.behaviour_dirs)
    network = Network(phone)
    reporter = Reporter(phone, network, behaviours)
    apps: list[App] = [Browser(phone, network, reporter, skin) for skin in SKINS]
    apps += [Launcher(phone, reporter), SettingsApp(phone, reporter), Relay(network, reporter)]
    apps += [PlayServices(phone, network), Push(phone, network), System(phone, network, reporter)]
    apps += [SystemUi(phone)]
    return {app.package: app for app in apps if phone.packages.get(app.package) is not None}
