"""What an arm is recorded with, without adb and without other processes.

The phone is the virtual one in this process, seen through the real seam `Shell`; recorder, display and
browser are small stand-ins that write down what they were asked and refuse what they do not know.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from harness.apps.incognito_switch import SwitchState
from harness.apps.page import Page
from harness.apps.polarity import Position

from harness.bench.arms import Tools
from harness.bench.health import Health
from harness.bench.notes import Notes
from harness.bench.plant import Planter
from harness.capture.client import Mark
from harness.capture.pages import Pages
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.packages import read_digests
from harness.device.setting import Proxy
from harness.device.shell import DEFAULT_TIMEOUT, Output
from harness.ledger.plan import Session
from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.model.errors import MeasurementLost
from harness.store.folder import RunFolder
from harness.store.lines import read_lines
from harness.store.run import StoredRun
from tests.virtual.box import Box

MI, XMSF = "com.mi.globalbrowser", "com.xiaomi.xmsf"
SUMMARY = "When on, usage statistics are not collected in incognito mode"


def key(
    kind: ArmKind = ArmKind.RESTRICTIVE,
    mode: Mode = Mode.INCOGNITO,
    acts: tuple[tuple[str, int], ...] = (("visit", 2), ("search", 1)),
    **more: Any,
) -> ArmKey:
    """An arm of Mi Browser."""
    consent = more.pop("consent", (("switch", "default"),))
    need = ArmNeed(kind, mode, consent, () if kind is ArmKind.BLANK else acts, **more)
    return ArmKey(MI, "mi-browser", need)


def session(*keys: ArmKey, window_s: int = 0) -> Session:
    """A session of Mi Browser that holds these arms."""
    consent = keys[0].need.consent if keys else (("switch", "default"),)
    return Session(MI, "mi-browser", consent, 1, keys, window_s)


class BoxPhone:
    """The virtual phone in this process as `Shell`."""

    serial = "a1b2c3d4"

    def __init__(self, box: Box) -> None:
        self._box = box
        self.present = "device"

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        if self.present != "device":
            raise MeasurementLost(f"the handset is {self.present}")
        ran = self._box.sh(command, seconds=timeout)
        return Output(command, ran.out, ran.err, ran.code)

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        raise NotImplementedError

    def state(self) -> str:
        return self.present


class FakeRecorder:
    """Keeps marks and pages; a page must read as the recorder reads it."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self.registered = Pages("claims.test")
        self.ids: list[str] = []
        self.running = True

    def mark(self, name: str) -> Mark:
        self.marks.append(name)
        return Mark(name, len(self.marks), 0)

    def pages(self, pages: list[dict[str, Any]]) -> int:
        self.ids += [page["id"] for page in pages]
        return self.registered.register(pages)

    def alive(self) -> bool:
        return self.running


class FakeSampler:
    """A sampler that samples."""

    def check(self) -> None:
        return

    def wait_seen(self) -> None:
        return


class FakeDisplay:
    """A screen that can be photographed."""

    def screenshot(self) -> bytes:
        return b"\xff\xd8 a picture"


@dataclass
class FakeSwitch:
    """The incognito switch; `state.exists` is False for a version without one."""

    state: SwitchState
    done: list[str]

    def read(self) -> SwitchState:
        return self.state

    def set(self, position: Position) -> SwitchState:
        self.done.append(f"switch {position}")
        self.state = SwitchState(True, position, self.state.summary, "")
        return self.state


@dataclass
class FakeBrowser:
    """A browser that does what it is told.  `broken`: a deed and what goes wrong with it."""

    package: str = MI
    welcome: str = "Welcome to Mi Browser"
    done: list[str] = field(default_factory=list)
    incognito: bool = False
    rows: list[str] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    feed: tuple[str, ...] = ("Bees at work", "Rain again")
    address: str = ""
    stuck: bool = False
    before: Callable[[str], None] = lambda _: None
    switch_state: SwitchState = field(default_factory=lambda: SwitchState(True, Position.OFF, SUMMARY, ""))

    def _do(self, deed: str) -> None:
        self.before(deed)
        self.done.append(deed)
        why = self.broken.get(deed.partition(" ")[0])
        if why is not None:
            raise MeasurementLost(why)

    def clear(self) -> None:
        self._do("clear")

    def launch(self) -> None:
        self._do("launch")

    def first_run(self) -> bool:
        return "clear" in self.done

    def accept(self) -> None:
        self._do("accept")

    def foreground(self) -> None:
        self._do("foreground")

    def background(self) -> None:
        self._do("background")

    def stop(self) -> None:
        self._do("stop")

    def is_incognito(self) -> bool:
        return self.incognito

    def open_incognito(self) -> None:
        self._do("open_incognito")
        self.incognito = not self.stuck

    def leave_incognito(self) -> None:
        self._do("leave_incognito")
        self.incognito = False

    def history(self) -> tuple[str, ...]:
        return tuple(self.rows)

    def visit(self, url: str) -> Page:
        self._do(f"visit {url}")
        self.address = url
        if not self.incognito:
            self.rows.insert(0, url)
        return self.page()

    def search(self, term: str) -> Page:
        self._do(f"search {term}")
        return self.page()

    def submit(self, button: str) -> Page:
        self._do(f"submit {button}")
        return self.page()

    def news(self) -> tuple[str, ...]:
        self._do("news")
        return self.feed

    def tap_feed_item(self, number: int) -> str:
        self._do(f"tap_feed_item {number}")
        self.address = f"https://news.example/story/{number}"
        return self.feed[number]

    def page(self) -> Page:
        return Page(self.address, ())

    def switch(self) -> FakeSwitch:
        self._do("switch")
        return FakeSwitch(self.switch_state, self.done)

    def leave_settings(self) -> None:
        self._do("leave_settings")


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
        self.notes = Notes(self.folder)
        self.health = Health(self.phone, self.recorder, FakeSampler())
        changes = Changes(self.phone, KINDS, self.notes.intervention, folder=folder / "journal")
        changes.change(Proxy(), f"127.0.0.1:{port}")
        self.tools = Tools(
            self.phone,
            FakeDisplay(),
            changes,
            self.recorder,
            self.health,
            self.notes,
            self.folder,
            Planter(b"\x07" * 32, "desk", "claims.test"),
            f"127.0.0.1:{port}",
            {MI: read_digests(self.phone, MI)},
        )

    @property
    def run(self) -> StoredRun:
        """The run as somebody reads it who was not there."""
        (self.folder.data / "exchanges.jsonl").touch()
        return StoredRun(self.folder.path)

    def timeline(self, what: str = "") -> list[dict[str, Any]]:
        """The lines of the timeline of one kind, or all."""
        lines = read_lines(self.folder.data / "timeline.jsonl")
        return [line for line in lines if not what or line["what"] == what]

    def close(self) -> None:
        self.folder.close()
