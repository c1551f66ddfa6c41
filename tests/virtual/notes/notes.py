"""A small app of the tests' own in the place of some shipped ones: `--apps` with this folder."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from harness.virtual import screen
from harness.virtual.application import Application
from harness.virtual.apps.discovery import discover
from harness.virtual.phone import Phone
from harness.virtual.screen import Node


@dataclass
class NoteApp(Application):
    """One screen: a text field, a button that stores its text, a switch, a long list."""

    phone: Phone
    package: str
    note: str = ""
    opened: str = ""
    on: bool = False
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._file = self.phone.store(self.package) / "note.txt"

    def screen(self) -> Node:
        stored = self._file.read_text() if self._file.exists() else ""
        return screen.column(
            screen.label("Notes of a phone", f"{self.package}:id/title", "title"),
            screen.edit(self.note, f"{self.package}:id/note", hint="Write something"),
            screen.button("Store", "store", f"{self.package}:id/store", desc="stores the note"),
            screen.label(stored, f"{self.package}:id/stored"),
            screen.label(self.opened, f"{self.package}:id/opened", "muted"),
            screen.preference(
                "Send statistics", "What is written is counted", on_click="toggle", checked=self.on
            ),
            screen.listing(
                *[
                    screen.tappable(f"Row {number}", f"row:{number}", f"{self.package}:id/row")
                    for number in range(40)
                ],
                resource_id=f"{self.package}:id/list",
            ),
            size=screen.FILL,
        )

    async def start(self, activity: str | None, url: str | None) -> None:
        self.opened = url or activity or ""

    async def tap(self, node: Node) -> None:
        if node.on_click == "store":
            self._file.write_text(self.note)
        elif node.on_click == "toggle":
            self.on = not self.on
        elif node.on_click == "row:39":
            raise RuntimeError("the last row crashes on purpose")
        elif node.on_click:
            self.note = node.on_click

    async def set_text(self, node: Node, text: str) -> None:
        self.note = text

    async def key(self, name: str) -> bool:
        if name == "enter":
            self._file.write_text(self.note)
            return True
        return False

    async def clear(self) -> None:
        self.note = ""

    async def stop(self) -> None:
        self.note = ""

    async def background(self) -> None:
        self.said.append("background")

    async def foreground(self) -> None:
        self.said.append("foreground")


NAMES = ("com.miui.home", "com.mi.globalbrowser", "com.mi.globalbrowser.mini", "com.miui.analytics")
APPS = tuple(
    replace(item, make=lambda phone, _network, _reporter, name=item.package.name: NoteApp(phone, name))
    for item in discover()
    if item.package.name in NAMES
)
