"""What an app of the virtual handset sees of its phone, and what the phone expects of an app.

An app is one object per phone and package. It builds screens (`screen.Node`), reacts to taps, text and
keys, and sends through `harness.virtual.net` in the name of its uid. Its methods return promptly: a
page load, a timer, an upload is a `phone.task`, awaiting only `phone.clock.sleep`, which is phone time.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from harness.virtual.screen import Node

Address = tuple[str, int]


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


class Settings(Protocol):
    """The three tables of `settings`: system, secure, global. All values are strings."""

    def get(self, namespace: str, key: str) -> str | None:
        """The value, None if unset."""

    def put(self, namespace: str, key: str, value: str) -> None:
        """Sets it, on disk when it returns."""

    def delete(self, namespace: str, key: str) -> bool:
        """Whether there was something to delete."""

    def items(self, namespace: str) -> list[tuple[str, str]]:
        """All rows, sorted by key."""


class Properties(Protocol):
    """`getprop`: an unset property is the empty string."""

    def get(self, name: str) -> str:
        """The value, empty if unset."""

    def put(self, name: str, value: str) -> None:
        """Sets it; `persist.` ones survive a restart."""

    def items(self) -> list[tuple[str, str]]:
        """All properties, sorted by name."""


class Clock(Protocol):
    """The phone's clock, running `scale` times faster than the wall."""

    scale: float

    def now_ms(self) -> int:
        """Phone time: milliseconds since 1970 UTC."""

    async def sleep(self, phone_seconds: float) -> None:
        """Sleeps that many seconds of phone time."""


class Counters(Protocol):
    """The kernel's byte counters: IP-level bytes and packets per uid, protocol and interface."""

    def add(  # one call per packet train, in the order of the kernel's columns
        self,
        uid: int,
        proto: str,
        tx_bytes: int,
        tx_packets: int,
        rx_bytes: int,
        rx_packets: int,
        iface: str = "wlan0",
    ) -> None:
        """Counts traffic; `proto` is tcp, udp or other; `lo` is the interface of what goes to 127.0.0.1."""


class SocketHandle(Protocol):
    """One row of /proc/net/tcp{,6} or udp."""

    def close(self) -> None:
        """Takes the row away; closing twice is harmless."""


class Sockets(Protocol):
    """The kernel's socket table."""

    def open(self, uid: int, proto: str, local: Address, remote: Address | None) -> SocketHandle:
        """Adds a row; app uids show up in tcp6/udp6 as ::ffff:a.b.c.d, as Java's sockets do on a phone."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of one handset, derived from its state folder's seed; the gaid can be reset."""

    serial: str
    imei: str
    imei2: str
    wifi_mac: str
    bluetooth_mac: str
    gaid: str
    oaid: str
    aaid: str
    shell_android_id: str
    seed: bytes

    def android_id(self, package: str) -> str:
        """The SSAID that an app of that package reads: 16 hex digits, another one per app since Android 8."""
        return hashlib.sha256(self.seed + b"ssaid:" + package.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package as `pm` and `dumpsys package` tell it."""

    name: str
    version: str
    version_code: int
    uid: int
    signer: str  # platform, vendor, google, other
    system: bool
    path: str
    activities: tuple[str, ...] = ()
    shared_user: str = ""
    target_sdk: int = 28
    label: str = ""  # the name below its icon on the home screen; without one it has no icon


@dataclass(frozen=True, slots=True)
class Song:
    """A song of the media store: its title and its path on the phone."""

    title: str
    path: str


class Media(Protocol):
    """The media store."""

    def songs(self) -> list[Song]:
        """Every song, sorted by title."""


class Packages(Protocol):
    """The package manager's table."""

    def get(self, name: str) -> Package | None:
        """The installed package of that name."""

    def all(self) -> list[Package]:
        """Every installed package, sorted by name."""

    def is_suspended(self, name: str) -> bool:
        """`pm suspend` stands."""

    def is_enabled(self, name: str) -> bool:
        """No `pm disable-user` stands."""


class Question(Protocol):
    """A computer that wants to debug the phone, until `answer` is set."""

    always: bool
    answer: asyncio.Future[bool]

    @property
    def fingerprint(self) -> str:
        """Of its key."""


class Debugging(Protocol):
    """Who wants to debug the phone."""

    @property
    def questions(self) -> Sequence[Question]:
        """Unanswered, the oldest first."""


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

    @property
    def foreground(self) -> str:
        """The package in front."""

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
