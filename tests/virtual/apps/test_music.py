"""The music player in front of a person; through adb and uiautomator2 in tests/device/test_automation.py."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import parse_qs

import pytest

from harness.virtual.files import SHELL_UID

MUSIC = "com.miui.player"
SONG = "Quiet harbour"


async def opened(here, *, agree=True):
    await here.boot()
    path = here.device.files.resolve(f"/sdcard/Music/{SONG}.wav")
    here.device.files.write(path, b"RIFF", SHELL_UID)
    here.device.media.scan(path)
    await here.device.windows.open(MUSIC, ".ui.MusicBrowserActivity")
    if agree:
        await here.tap("ok")


def events(here):
    found = []
    for row in here.arrivals:
        if row["host"] == "sa.api.intl.miui.com":
            form = parse_qs(base64.b64decode(row["body_b64"]).decode())
            found += json.loads(gzip.decompress(base64.b64decode(form["data_list"][0])))
    return found


def test_a_tap_plays_a_song_and_the_bar_says_so(scene):
    async def act(here):
        await opened(here)
        before = here.node("playing_bar")
        await here.tap(text=SONG)
        playing = (here.node("playing_title").text, here.node("btn_play").desc)
        await here.tap("btn_play")
        paused = here.node("btn_play").desc
        await here.device.stop_app(MUSIC)
        await here.device.windows.open(MUSIC)
        return before, playing, paused, here.node("playing_bar"), here.node("ok")

    before, playing, paused, after, asked = scene(act)

    assert (before, playing, paused, after, asked) == (None, (SONG, "Pause"), "Play", None, None)


def test_without_consent_there_is_no_list_and_exit_leads_home(scene):
    async def act(here):
        await opened(here, agree=False)
        texts = here.texts()
        await here.tap("cancel")
        return texts, here.phone.foreground

    texts, front = scene(act)

    assert SONG not in texts
    assert front == "com.miui.home"


def test_an_empty_storage_says_so_and_a_data_clear_asks_again(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(MUSIC)
        await here.tap("ok")
        texts = here.texts()
        await here.device.clear_app(MUSIC)
        await here.device.windows.open(MUSIC)
        return texts, here.node("ok")

    texts, asked = scene(act)

    assert "No songs" in texts
    assert asked is not None


@pytest.mark.parametrize("reports", [True, False])
def test_the_vendor_hears_of_a_song_where_the_firmware_reports_songs(scene, reports):
    async def act(here):
        await opened(here)
        await here.tap(text=SONG)
        await here.device.windows.home()
        if reports:
            await here.until(lambda: events(here))
        else:
            await here.until(lambda: here.device.clock.uptime_s() > 120)
        return events(here), [line for line in here.emissions if line.get("behaviour") == "songs-as-reported"]

    heard, told = scene(act, behaviours=("songs-as-reported",) if reports else ())

    assert [event["properties"]["song_title"] for event in heard] == [SONG] * reports
    assert [line["value"] for line in told] == [SONG] * reports
