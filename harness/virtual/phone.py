"""What an app of the virtual handset sees of its phone, and what the phone expects of an app.

An app is one object per phone and package. It builds screens (`screen.Node`), reacts to taps, text and
keys, and sends through `harness.virtual.net` in the name of its uid. Its methods return promptly: a
page load, a timer, an upload is a `phone.task`, awaiting only `phone.clock.sleep`, which is phone time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from harness.virtual.inventory import Address, Identifiers
from harness.virtual.net.uplink import Uplink
from harness.virtual.screen import Node
from harness.virtual.services import (
    Clock,
    Counters,
    Debugging,
    Media,
    Packages,
    Properties,
    Settings,
    Sockets,
)


class App(Protocol):
    """One app. `tap` gets the clickable node that was hit, `on_click` and bounds included.

    A package whose firmware row lists no activities (relay, push, play services) is started once at boot
    by `start(None, None)`.
    """

    package: str

    async def start(self, activity: str | None, url: str | None) -> None:
        """`am start -n package/activity` or `-a VIEW -d url`; the app comes to the front."""

    def screen(self) -> Node:
        """The root of the current screen, without bounds."""

    async def tap(self, node: Node) -> None:
        """A tap on a clickable node of `screen()`."""

    async def set_text(self, node: Node, text: str) -> None:
        """The whole new text of an EditText of `screen()`."""

    async def key(self, name: str) -> bool:
        """`back`, `enter`, `menu` or `search`; False = not used (unused back leads to the launcher)."""

    async def clear(self) -> None:
        """`pm clear`: the app was stopped and its data folder is empty already."""

    async def stop(self) -> None:
        """`am force-stop` (or suspension): all its tasks and connections end."""

    async def background(self) -> None:
        """Another app came to the front."""

    async def foreground(self) -> None:
        """The app is in front again (not called by the first `start`)."""


@runtime_checkable
class Swipeable(Protocol):
    """An app that wants swipes which no scrollable of its screen took."""

    async def swipe(self, direction: str) -> bool:
        """`left`, `right`, `up` or `down`; False = not used."""


class Phone(Protocol):
    """The facade handed to apps; `assembly.make_phone(assembly.assemble(...))` makes one."""

    settings: Settings
    props: Properties
    clock: Clock
    packages: Packages
    counters: Counters
    sockets: Sockets
    identifiers: Identifiers
    debugging: Debugging
    media: Media
    address: str  # 127.0.1.n, the source of all app traffic
    trust_store_dir: Path  # <subject_hash_old>.0 files (PEM); read anew per connection
    user_trust_store_dir: Path  # user-installed CAs, same form
    state_dir: Path
    firmware: Any  # harness.virtual.firmware.Firmware
    behaviour_dirs: tuple[Path, ...]
    ambient: bool
    zone: Mapping[str, Any]  # zone.json of the cloud
    uplink: Uplink

    @property
    def foreground(self) -> str:
        """The package in front."""

    def address6(self) -> str:
        """Its IPv6 address behind a router, "" where IPv6 is off or nobody routes it."""

    def store(self, package: str) -> Path:
        """The app's data folder in the state folder; emptied by `pm clear`, survives kill -9."""

    def uid(self, package: str) -> int:
        """The package's uid. KeyError: not installed."""

    def pid(self, package: str) -> int:
        """The pid of its running process, 0 if it does not run."""

    def is_suspended(self, package: str) -> bool:
        """Whether `pm suspend` (or disable-user) stands."""

    def proxy(self) -> Address | None:
        """The global http_proxy setting, parsed; None if unset, empty or `:0`."""

    def online(self) -> bool:
        """Whether Wi-Fi is on and airplane mode off; without it nothing leaves the phone."""

    def emit(self, record: Mapping[str, Any]) -> None:
        """Appends one line to emissions.jsonl; `t` and `phone_ms` are added if absent."""

    def log(self, tag: str, pid: int, text: str, level: str = "I") -> None:
        """One line of logcat."""

    async def open_app(self, package: str, activity: str | None = None, url: str | None = None) -> None:
        """Brings an app to the front. KeyError: no such app with a screen."""

    async def go_home(self) -> None:
        """Brings the launcher to the front."""

    def task(self, work: Coroutine[Any, Any, None], package: str = "") -> asyncio.Task[None]:
        """Runs it, keeping a strong reference; `force-stop` of `package` cancels it; a crash is logged."""
