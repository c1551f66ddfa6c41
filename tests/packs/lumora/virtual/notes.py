"""`com.lumora.notes` on the virtual handset: a welcome, then a switch, a field and the notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.virtual.application import Application, InstalledApp
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package
from harness.virtual.phone import Phone
from harness.virtual.screen import FILL, Node, button, column, edit, label, listing, row, switch

PACKAGE = "com.lumora.notes"


def _id(name: str) -> str:
    return f"{PACKAGE}:id/{name}"


class Notes(Application):
    """Its state is one file of its data: `{"reports": false, "notes": [...]}` once somebody agreed."""

    package = PACKAGE

    def __init__(self, phone: Phone, reporter: Reporter) -> None:
        self._phone = phone
        self._reporter = reporter
        self._alive = False
        self._typed = ""

    @property
    def _path(self) -> Path:
        return self._phone.store(PACKAGE) / "files" / "notes.json"

    def _state(self) -> dict[str, Any] | None:
        return json.loads(self._path.read_text("utf-8")) if self._path.exists() else None

    def _keep(self, state: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(state), "utf-8")

    def standing(self) -> Standing:
        """The state that behaviours look at."""
        state = self._state()
        return Standing(
            PACKAGE, consent=state is not None, switches={"reports": bool(state and state["reports"])}
        )

    async def start(self, activity: str | None, url: str | None) -> None:
        """Come to the front."""
        del activity, url
        await self.foreground()

    async def foreground(self) -> None:
        """In front again, or for the first time since the process began."""
        if not self._alive:
            self._alive = True
            self._reporter.started(PACKAGE, self.standing)

    async def background(self) -> None:
        """Its client flushes."""
        self._reporter.background(PACKAGE)

    async def stop(self) -> None:
        """The process ended."""
        self._alive, self._typed = False, ""
        self._reporter.stopped(PACKAGE)

    async def clear(self) -> None:
        """As newly installed."""
        await self.stop()

    def screen(self) -> Node:
        """The welcome, else the notes."""
        state = self._state()
        if state is None:
            return column(
                label("Lumora Notes", style="title"),
                column(size=FILL),
                button("Agree", "agree", _id("agree")),
                background="#ffffff",
            )
        reports = switch(checked=state["reports"], resource_id=_id("reports"), on_click="reports")
        return column(
            row(label("Usage reports"), reports, size=132),
            edit(self._typed, _id("field"), hint="Write a note"),
            button("Save", "save", _id("save")),
            listing(*(label(text, _id("note")) for text in state["notes"]), resource_id=_id("list")),
            background="#ffffff",
        )

    async def set_text(self, node: Node, text: str) -> None:
        """There is one field."""
        del node
        self._typed = text

    async def tap(self, node: Node) -> None:
        """Agree, move the switch, or save what was typed."""
        state = self._state()
        if node.on_click == "agree":
            self._keep({"reports": False, "notes": []})
        elif node.on_click == "reports" and state is not None:
            self._keep({**state, "reports": not state["reports"]})
        elif node.on_click == "save" and state is not None:
            self._keep({**state, "notes": [self._typed, *state["notes"]]})
            self._reporter.happened(Occasion("write_note", self.standing(), {"note": self._typed}))
            self._typed = ""


APPS = (
    InstalledApp(
        Package(
            name=PACKAGE,
            version="1.4.0",
            version_code=140,
            uid=10201,
            signer="vendor",
            system=True,
            path="/system/app/Notes/Notes.apk",
            activities=(".NotesActivity",),
            label="Notes",
        ),
        lambda phone, _, reporter: Notes(phone, reporter),
        triggers=frozenset({"write_note"}),
        facts=frozenset({"note"}),
    ),
)
