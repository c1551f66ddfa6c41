"""The settings app, as far as the consent switches go; texts and keys from the facts."""

from __future__ import annotations

from collections.abc import Callable

from harness.virtual.application import Application, InstalledApp
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.phone import Phone
from harness.virtual.screen import Node, column, label, listing, preference

PACKAGE = "com.android.settings"
AD_ACTIVITY = "com.android.settings.ad.AdServiceSettings"
_BACK = {"about": "main", "security": "main", "ads": "security"}


class SettingsApp(Application):
    """Settings."""

    package = PACKAGE

    def __init__(self, phone: Phone, reporter: Reporter) -> None:
        self._phone = phone
        self._reporter = reporter
        self._screen = "main"
        self._alive = False

    async def start(self, activity: str | None, url: str | None) -> None:  # noqa: ARG002 - no links lead here
        """The first page, or the one that the activity names."""
        if not self._alive:
            self._alive = True
            self._reporter.started(PACKAGE, lambda: Standing(PACKAGE))
            self._reporter.happened(Occasion("launch", Standing(PACKAGE)))
        self._open("ads" if activity == AD_ACTIVITY else "main")

    def screen(self) -> Node:
        """The page that is open."""
        pages: dict[str, Callable[[], tuple[str, list[Node]]]] = {
            "main": self._main,
            "about": self._about,
            "security": self._security,
            "ads": self._ads,
        }
        title, rows = pages[self._screen]()
        head = label(title, "android:id/action_bar_title", "title")
        return column(head, listing(*rows, resource_id="android:id/list"), background="#ffffff")

    def _main(self) -> tuple[str, list[Node]]:
        return "Settings", [
            preference("About phone", on_click="about"),
            preference("Passwords & security", on_click="security"),
        ]

    def _about(self) -> tuple[str, list[Node]]:
        get = self._phone.props.get
        return "About phone", [
            preference("Model", get("ro.product.model")),
            preference("MIUI version", get("ro.build.version.incremental")),
            preference("Android version", get("ro.build.version.release")),
        ]

    def _security(self) -> tuple[str, list[Node]]:
        return "Passwords & security", [
            preference(
                "User Experience Program",
                "Allow Xiaomi to collect and analyze user data in order to improve our products",
                on_click="upload_log_pref",
                checked=self._secure("upload_log_pref"),
            ),
            preference(
                "Send usage and diagnostic data",
                on_click="upload_debug_log_pref",
                checked=self._secure("upload_debug_log_pref"),
            ),
            preference("Ad services", on_click="ads"),
        ]

    def _ads(self) -> tuple[str, list[Node]]:
        return "Ad services", [
            preference(
                "Personalized ad recommendations", on_click="personalized", checked=bool(self._ad_bits() & 1)
            )
        ]

    async def tap(self, node: Node) -> None:
        """Open a page or turn a switch; what is stored is what `settings get` reads."""
        verb = node.on_click
        if verb in {"about", "security", "ads"}:
            self._open(verb)
        elif verb == "personalized":
            self._phone.settings.put("global", "personalized_ad_enabled", str((self._ad_bits() ^ 1) | 2))
        elif verb:
            self._phone.settings.put("secure", verb, "0" if self._secure(verb) else "1")

    def _open(self, screen: str) -> None:
        self._screen = screen
        self._reporter.happened(Occasion("open_settings", Standing(PACKAGE), {"target": screen}))

    def _secure(self, key: str) -> bool:
        return self._phone.settings.get("secure", key) == "1"

    def _ad_bits(self) -> int:
        value = self._phone.settings.get("global", "personalized_ad_enabled") or "1"
        return int(value) if value.isdigit() else 1

    async def key(self, name: str) -> bool:
        """Back leads up."""
        if name == "back" and self._screen in _BACK:
            self._screen = _BACK[self._screen]
            return True
        return False

    async def clear(self) -> None:
        """Nothing of its own is kept."""
        self._screen = "main"

    async def stop(self) -> None:
        """The next start is at the first page."""
        self._screen = "main"
        self._alive = False
        self._reporter.stopped(PACKAGE)

    async def background(self) -> None:
        """Its clients flush."""
        self._reporter.background(PACKAGE)


APPS = (
    InstalledApp(
        Package(
            name=PACKAGE,
            version="9",
            version_code=28,
            uid=1000,
            signer="platform",
            system=True,
            path="/system/priv-app/Settings/Settings.apk",
            activities=(".Settings", AD_ACTIVITY),
            shared_user="android.uid.system",
            label="Settings",
        ),
        lambda phone, _, reporter: SettingsApp(phone, reporter),
        triggers=frozenset({"open_settings"}),
    ),
)
