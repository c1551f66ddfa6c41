"""The music player `com.miui.player`: the songs on the phone's storage, and one that plays.

Ids from the facts on resource ids where they name one (`ok`, `header_menu`, `item_menu`, `text`, `btn_play`);
the others and the words of the consent are ours.
"""

from __future__ import annotations

import json
from pathlib import Path

from harness.virtual.application import Application, InstalledApp
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.inventory import Package, Song
from harness.virtual.phone import Phone
from harness.virtual.screen import FILL, Node, button, column, label, listing, row, tappable

PACKAGE = "com.miui.player"
BAR = 132


def _id(name: str) -> str:
    return f"{PACKAGE}:id/{name}"


class Player(Application):
    """The first run asks for consent; then a list, and a bar with the song that was tapped last."""

    package = PACKAGE

    def __init__(self, phone: Phone, reporter: Reporter) -> None:
        self._phone = phone
        self._reporter = reporter
        self._alive = False
        self._song: Song | None = None
        self._playing = False

    @property
    def _consented(self) -> Path:
        return self._phone.store(PACKAGE) / "shared_prefs" / "music.json"

    def standing(self) -> Standing:
        """The state that behaviours look at."""
        return Standing(PACKAGE, consent=self._consented.exists())

    async def start(self, activity: str | None, url: str | None) -> None:  # noqa: ARG002 - no links lead here
        """Come to the front."""
        await self.foreground()

    async def foreground(self) -> None:
        """In front again, or for the first time since the process began."""
        if not self._alive:
            self._alive = True
            self._reporter.started(PACKAGE, self.standing)
            self._tell("launch")

    async def background(self) -> None:
        """The song plays on, and the clients flush."""
        self._reporter.background(PACKAGE)

    async def stop(self) -> None:
        """The process ended, and the song with it."""
        self._alive = self._playing = False
        self._song = None
        self._reporter.stopped(PACKAGE)

    async def clear(self) -> None:
        """As newly installed."""
        await self.stop()

    def screen(self) -> Node:
        """The consent, else the list with the bar below it."""
        if not self._consented.exists():
            return self._welcome()
        songs = [
            row(
                tappable(song.title, f"song:{song.path}", _id("title")),
                tappable("", "", _id("item_menu"), desc="More"),
            )
            for song in self._phone.media.songs()
        ]
        tabs = row(label("My music", _id("text"), "headline"), label("", _id("header_menu"), desc="Menu"))
        rows = songs or [label("No songs", _id("empty"))]
        return column(tabs, listing(*rows, resource_id=_id("list")), *self._bar(), background="#ffffff")

    def _welcome(self) -> Node:
        return column(
            label("Music", _id("welcome_title"), "title"),
            label("To play music, Music needs your consent to its Privacy Policy", _id("message")),
            column(size=FILL),
            row(button("Exit", "exit", _id("cancel")), button("Agree", "agree", _id("ok")), size=BAR),
            background="#ffffff",
        )

    def _bar(self) -> list[Node]:
        if self._song is None:
            return []
        title = label(self._song.title, _id("playing_title"), "headline")
        state = "Pause" if self._playing else "Play"
        play = button(state, "toggle", _id("btn_play"), desc=state)
        return [row(title, play, resource_id=_id("playing_bar"), size=BAR)]

    async def tap(self, node: Node) -> None:
        """Consent, play a song, or pause it."""
        verb, _, path = node.on_click.partition(":")
        if verb == "agree":
            self._consented.parent.mkdir(parents=True, exist_ok=True)
            self._consented.write_text(json.dumps({"consent": True}), encoding="utf-8")
            self._tell("consent_accept")
        elif verb == "exit":
            self._tell("consent_decline")
            await self._phone.go_home()
        elif verb == "toggle":
            self._playing = not self._playing
        elif verb == "song":
            self._song = next(song for song in self._phone.media.songs() if song.path == path)
            self._playing = True
            self._tell("play_song", title=self._song.title)

    def _tell(self, trigger: str, **facts: str) -> None:
        self._reporter.happened(Occasion(trigger, self.standing(), facts))


APPS = (
    InstalledApp(
        Package(
            name=PACKAGE,
            version="4.18.03",  # synthetic
            version_code=20041803,  # synthetic
            uid=10145,  # synthetic
            signer="vendor",
            system=True,
            path="/system/priv-app/Music/Music.apk",  # synthetic
            activities=(".ui.MusicBrowserActivity",),
            label="Music",
        ),
        lambda phone, _, reporter: Player(phone, reporter),
        triggers=frozenset({"play_song"}),
    ),
)
