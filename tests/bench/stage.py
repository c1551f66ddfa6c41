"""What an arm is recorded with, without adb and without other processes.

The phone is the virtual one in this process, seen through the real seam `Shell`; recorder, display and
browser are small stand-ins that write down what they were asked and refuse what they do not know.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from harness.apps.act import Act, Content
from harness.apps.app import App
from harness.apps.condition import Condition, Offered, Signal
from harness.apps.registry import Drivers
from harness.bench import notes
from harness.bench.controls import Controls
from harness.bench.health import Health
from harness.bench.plant import Planter
from harness.bench.readings import Readings
from harness.bench.tools import Tools
from harness.capture.client import Mark
from harness.capture.pages import Pages
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.packages import read_digests
from harness.device.setting import Proxy
from harness.device.shell import DEFAULT_TIMEOUT, Output
from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import MeasurementLost
from harness.model.lines import Line, TimelineLine
from harness.model.plan import PlannedSession
from harness.store.adapters import TIMELINE
from harness.store.folder import RunFolder
from harness.store.lines import parse_line
from harness.store.run import StoredRun
from tests.virtual.box import Box

MI, XMSF = "com.mi.globalbrowser", "com.xiaomi.xmsf"
SUMMARY = "When on, usage statistics are not collected in incognito mode"
INCOGNITO, NORMAL = (("mode", "incognito"),), (("mode", "normal"),)


def key(
    kind: ArmKind = ArmKind.RESTRICTIVE,
    conditions: tuple[tuple[str, str], ...] = INCOGNITO,
    acts: tuple[tuple[str, int], ...] = (("visit", 2), ("search", 1)),
    consent: tuple[tuple[str, str], ...] = (("switch", "default"),),
) -> ArmKey:
    """An arm of the stand-in browser."""
    return ArmKey("mi-browser", kind, consent, conditions, () if kind is ArmKind.BLANK else acts)


def session(*keys: ArmKey, window_s: int = 0) -> PlannedSession:
    """A session that holds these arms."""
    return PlannedSession(keys[0].session, MI, keys, window_s)


class BoxPhone:
    """The virtual phone in this process as `Shell`."""

    serial = address = "a1b2c3d4"

    def __init__(self, box: Box) -> None:
        self._box = box
        self.present = "device"

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        if self.present != "device":
            raise MeasurementLost(f"the handset is {self.present}")
        ran = self._box.sh(command, seconds=timeout)
        return Output(command, ran.out, ran.err, ran.code)

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        ran = self._box.sh(f"cat > {path} && chmod {mode:o} {path}", content)
        assert (ran.code, ran.err) == (0, ""), ran

    def state(self) -> str:
        return self.present


class FakeRecorder:
    """Keeps marks and pages; a page must read as the recorder reads it."""

    def __init__(self, ca: Path = Path("nowhere"), port: int = 1) -> None:
        self.ca = ca
        self.port = port
        self.marks: list[str] = []
        self.sent = 0
        self.registered = Pages("claims.test")
        self.ids: list[str] = []
        self.running = True

    def mark(self, name: str) -> Mark:
        self.marks.append(name)
        return Mark(name, len(self.marks), 0, self.sent)

    def pages(self, pages: list[dict[str, Any]]) -> int:
        self.ids += [page["id"] for page in pages]
        return self.registered.register(pages)

    def alive(self) -> bool:
        return self.running

    def stop(self) -> int:
        self.running = False
        return 0


class FakeSampler:
    """A sampler that samples."""

    def __init__(self) -> None:
        self.stopped = False

    def wait_first(self) -> None:
        return

    def stop(self) -> None:
        self.stopped = True

    def check(self) -> None:
        return

    def wait_seen(self) -> None:
        return


class FakeDisplay:
    """A screen that can be photographed."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def screenshot(self) -> bytes:
        return b"\xff\xd8 a picture"


class FakeMode(Condition["FakeApp"]):
    """Normal or incognito, told by a marker, and afterwards by a history without a new row."""

    name: ClassVar[str] = "mode"

    def set(self, value: str) -> Offered | None:
        self.app.do(f"mode {value}")
        self.app.incognito = value == "incognito" and not self.app.stuck
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        yield Signal("marker", value, "incognito" if self.app.incognito else "normal")

    def undo(self, value: str) -> Iterable[Signal]:
        self.app.do("mode undone")
        self.app.incognito = False
        if value == "incognito":
            yield Signal("rows added to the history", "0", str(self.app.rows))

    def abandon(self) -> None:
        self.app.do("mode abandoned")


class FakeSwitch(Condition["FakeApp"]):
    """A switch on a screen of the app; its words are the app's `words`, None where it offers none."""

    name: ClassVar[str] = "switch"

    def set(self, value: str) -> Offered | None:
        self.app.do(f"switch {value}")
        if self.app.words is None:
            return Offered(offered=False)
        self.app.position = "on" if value == "other" else "off"
        silent = "on" if self.app.words == SUMMARY else None
        note = "" if silent else f"wanted words that say it, found {self.app.words!r}"
        return Offered(True, self.app.words, self.app.position, silent, note)

    def leave(self) -> None:
        self.app.do("leave settings")

    def prove(self, value: str) -> Iterable[Signal]:
        self.app.do("switch read")
        yield Signal("settings", "on" if value == "other" else "off", self.app.position)


def visit(app: FakeApp, content: Content) -> str:
    url = content.page()
    app.do(f"visit {url}")
    app.rows += not app.incognito
    return f"the bar shows {url}"


def search(app: FakeApp, content: Content) -> str:
    app.do(f"search {content.token('search-term')}")
    return "results are shown"


def news(app: FakeApp, content: Content) -> str:
    place = min(content.number, len(app.feed)) - 1
    content.observe("feed-title", app.feed[place])
    app.do(f"tap {place}")
    content.observe("feed-address", f"https://news.example/story/{place}")
    return "its page is shown"


def careless(app: FakeApp, content: Content) -> str:
    app.do("careless")
    return "done, with nothing planted"


def save(app: FakeApp, content: Content) -> str:
    content.place(Proxy(), "127.0.0.1:9")
    app.do(f"save {content.token('file-name')}")
    return "it is there"


class FakeApp(App):
    """An app that does what it is told, and shows no pages.  `broken`: a deed and what goes wrong with it."""

    name: ClassVar[str] = "player"
    package: ClassVar[str] = MI
    activity: ClassVar[str] = ".Main"
    acts: ClassVar[tuple[Act[Any], ...]] = (
        Act("visit", ("host", "path"), visit),
        Act("search", ("search-term",), search),
        Act("news", ("feed-title", "feed-address"), news),
        Act("careless", ("title",), careless),
        Act("save", ("file-name",), save),
    )
    conditions: ClassVar[tuple[type[Condition[Any]], ...]] = (FakeMode, FakeSwitch)

    def __init__(self, *_: object) -> None:
        self.done: list[str] = []
        self.broken: dict[str, str] = {}
        self.before: Callable[[str], None] = lambda _: None
        self.incognito = self.stuck = False
        self.rows = 0
        self.feed: tuple[str, ...] = ("Bees at work", "Rain again")
        self.words: str | None = SUMMARY
        self.position = "off"

    def do(self, deed: str) -> None:
        self.before(deed)
        self.done.append(deed)
        why = self.broken.get(deed) or self.broken.get(deed.partition(" ")[0])
        if why is not None:
            raise MeasurementLost(why)

    def clear(self) -> None:
        self.do("clear")

    def launch(self) -> Any:
        self.do("launch")

    def first_run(self) -> bool:
        return "clear" in self.done

    def accept(self) -> str:
        self.do("accept")
        return "Welcome to Mi Browser"

    def foreground(self) -> Any:
        self.do("foreground")

    def background(self) -> Any:
        self.do("background")

    def stop(self) -> None:
        self.do("stop")


class FakeBrowser(FakeApp):
    """One that shows pages of the bench as well."""

    name: ClassVar[str] = "mi-browser"

    def open_page(self, url: str) -> None:
        self.do(f"open {url}")

    def submit(self, button: str) -> None:
        self.do(f"submit {button}")


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def proxy() -> Iterator[ThreadingHTTPServer]:
    """A proxy on loopback that answers everything; `asked` are the addresses."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Stage:
    """Everything together; `tools` is what the bench's recorders of arms and sessions take."""

    def __init__(self, folder: Path, box: Box, port: int) -> None:
        self.phone = BoxPhone(box)
        self.recorder = FakeRecorder()
        self.browser = FakeBrowser()
        self.folder = RunFolder(folder / "run")
        self.health = Health(self.phone, self.recorder, FakeSampler())
        changes = Changes(
            self.phone,
            KINDS,
            lambda made: self.folder.write(notes.intervention(made)),
            folder=folder / "journal",
        )
        proxy = f"127.0.0.1:{port}"
        changes.change(Proxy(), proxy)
        planter = Planter(b"\x07" * 32, "desk", "claims.test")
        self.tools = Tools(
            device=self.phone,
            changes=changes,
            health=self.health,
            folder=self.folder,
            planter=planter,
            readings=Readings(self.phone, FakeDisplay(), self.recorder, self.folder, proxy),
            controls=Controls(self.phone, self.recorder, self.folder, planter),
            drivers=Drivers([FakeBrowser, FakeApp]),
            apks={MI: read_digests(self.phone, MI)},
        )

    @property
    def run(self) -> StoredRun:
        """The run as somebody reads it who was not there."""
        (self.folder.data / "exchanges.jsonl").touch()
        return StoredRun(self.folder.path)

    def timeline(self, *kinds: type[Line]) -> list[Any]:
        """The lines of the timeline of these types, or all."""
        lines = (self.folder.data / "timeline.jsonl").read_bytes().splitlines(keepends=True)
        found: list[TimelineLine] = [parse_line(line, TIMELINE) for line in lines]
        return [line for line in found if not kinds or isinstance(line, kinds)]

    def close(self) -> None:
        self.folder.close()
