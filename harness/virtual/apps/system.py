"""What the system itself sends: captive portal check, time, update check.

Ambient traffic (method §14).  Time and the update check go out at boot, so that an arm on a phone that
is up sees neither.
"""

from __future__ import annotations

from harness.virtual.application import InstalledApp
from harness.virtual.apps.background import Service
from harness.virtual.behaviours.filling import json_text
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.net.addresses import parse
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.messages import Request
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone
from harness.wrap import ota

PORTAL_S = 1800.0
TIME_S = 86_400.0
REPLY_S = 1.0
_PORTAL = "http://connectivitycheck.gstatic.com/generate_204"
_UPDATE = "https://update.intl.miui.com/updates/miotaV3.php"
_AGENT = "Dalvik/2.1.0 (Linux; U; Android {}; {} Build/{})"


class System(Service):
    """The package `android`, which also stands for the network stack and the updater."""

    package = "android"

    def __init__(self, phone: Phone, network: Network, reporter: Reporter) -> None:
        super().__init__()
        self._phone = phone
        self._network = network
        self._reporter = reporter

    def begin(self) -> None:
        """Boot; what the system sends by itself only where this phone has ambient traffic."""
        self._reporter.booted()
        if self._phone.ambient:
            for work in (self._portal(), self._time(), self._update()):
                self._phone.task(work, self.package)

    def end(self) -> None:
        """Connections end."""
        self._network.close(self.package)

    async def _portal(self) -> None:
        headers = (("User-Agent", self._agent()), ("Accept-Encoding", "gzip"))
        request = Request("GET", parse(_PORTAL), headers)
        while True:
            await self._try("com.android.networkstack", request, Cause("ambient:captive-portal", "check"))
            await self._phone.clock.sleep(PORTAL_S)

    async def _time(self) -> None:
        query = b"\x1b" + bytes(47)  # RFC 5905 §7.3: version 3, mode 3
        while True:
            try:
                cause = Cause("ambient:ntp", "query")
                await self._network.datagram(
                    self.package, "time.android.com", 123, query, cause, reply_s=REPLY_S
                )
            except NetworkError as error:
                self._log(f"no time: {error}")
            await self._phone.clock.sleep(TIME_S)

    async def _update(self) -> None:
        get = self._phone.props.get
        question = {
            "b": "F",
            "c": get("ro.build.version.release"),
            "d": get("ro.product.mod_device"),
            "l": get("persist.sys.locale").replace("-", "_"),
            "r": get("ro.miui.region"),
            "v": f"MIUI-{get('ro.build.version.incremental')}",
            "sdk": get("ro.build.version.sdk"),
        }
        headers = (("User-Agent", self._agent()), ("Content-Type", "application/x-www-form-urlencoded"))
        request = Request("POST", parse(_UPDATE), headers, ota.wrap(json_text(question).encode()))
        await self._try("com.android.updater", request, Cause("ambient:ota", "check", (), ("ota",)))

    async def _try(self, package: str, request: Request, cause: Cause) -> None:
        try:
            await self._network.request(package, request, cause)
        except NetworkError as error:
            self._log(f"{cause.behaviour} failed: {error}")

    def _agent(self) -> str:
        get = self._phone.props.get
        return _AGENT.format(get("ro.build.version.release"), get("ro.product.model"), get("ro.build.id"))

    def _log(self, text: str) -> None:
        self._phone.log("NetworkMonitor", self._phone.pid(self.package), text, "W")


APPS = (
    InstalledApp(
        Package(
            name=System.package,
            version="9",
            version_code=28,
            uid=1000,
            signer="platform",
            system=True,
            path="/system/framework/framework-res.apk",
            shared_user="android.uid.system",
        ),
        System,
    ),
)
