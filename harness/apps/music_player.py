"""The vendor's music player, of global firmware; versions around 4.18, of 2020.

`header_menu`, `btn_play` and `ok` stand in facts §4.2; what else is told by its id was seen on the
virtual handset alone.
"""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from harness.apps.act import Act, Content
from harness.apps.app import App
from harness.device.hierarchy import Hierarchy, Selector
from harness.device.placed_file import PlacedFile
from harness.model.errors import MeasurementLost

START_SECONDS = 15.0
FRAMES = 280
"""Frames of 36 ms: ten seconds."""
SILENCE = bytes.fromhex("fff318c0") + bytes(32)
"""One frame of MPEG-2 layer III (ISO/IEC 13818-3), 8 kbit/s, 16 kHz, mono: 36 bytes, zero but its header."""


def song(title: str) -> bytes:
    """Ten silent seconds as MP3, with its title in a tag ID3v2.3 (id3.org, §3.1, §4.2.1)."""
    text = b"\0" + title.encode("latin-1")
    tag = b"TIT2" + len(text).to_bytes(4, "big") + b"\0\0" + text
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + tag + SILENCE * FRAMES


def play_song(app: MusicPlayer, content: Content) -> str:
    """A song that nobody else has, put on the phone and played by a tap."""
    title, name = content.token("song-title"), content.token("file-name")
    content.place(PlacedFile(f"/sdcard/Music/{name}.mp3"), base64.b64encode(song(title)).decode())
    app.play(title)
    return f"the player's bar shows {title} and offers to pause it"


class MusicPlayer(App):
    """Plays songs of the phone's own storage.  It shows no pages: what needs one is not measured for it."""

    name: ClassVar[str] = "music-player"
    package: ClassVar[str] = "com.miui.player"
    activity: ClassVar[str] = ".ui.MusicBrowserActivity"
    acts: ClassVar[tuple[Act[Any], ...]] = (Act("play-song", ("song-title", "file-name"), play_song),)

    def first_run(self) -> bool:
        """Whether it asks for consent, and does not show its list."""
        screen = self.ui.until(
            lambda now: any(now.first(self.view(name)) for name in ("ok", "header_menu")),
            f"the first run or the songs of {self.package}",
            START_SECONDS,
        )
        return screen.first(self.view("ok")) is not None

    def accept(self) -> str:
        """Agree; the list of songs follows."""
        if not self.first_run():
            raise MeasurementLost(f"wanted the consent screen of {self.package}, found its songs")
        words = self.ui.hierarchy().said
        self.ui.tap(self.view("ok"))
        self.ui.wait(self.view("header_menu"), START_SECONDS)
        return words

    def play(self, title: str) -> None:
        """Tap the song of that title and wait until the bar says that it plays.  Raises MeasurementLost."""
        self.ui.wait(self.view("header_menu"))
        self.ui.tap(Selector(text=title, package=self.package), START_SECONDS)
        self.ui.until(lambda now: self._plays(now, title), f"the song {title} playing")

    def _plays(self, screen: Hierarchy, title: str) -> bool:
        button = screen.first(self.view("btn_play"))
        named = screen.first(self.view("playing_title", title))
        return named is not None and button is not None and button.desc == "Pause"


APP = MusicPlayer
