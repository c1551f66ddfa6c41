import pytest

from harness.apps.music_player import FRAMES, SILENCE, MusicPlayer, song
from harness.apps.pages import ShowsPages
from harness.device.placed_file import MOST_BYTES, PlacedFile
from harness.model.errors import MeasurementLost


def test_a_song_is_a_tag_with_its_title_and_frames_of_silence():
    content = song("quietharbour")
    length = int.from_bytes(content[6:10], "big")
    assert content[:6] == b"ID3\3\0\0"
    assert length < 128
    assert content[10 : 10 + length] == b"TIT2\0\0\0\x0d\0\0\0quietharbour"
    frames = content[10 + length :]
    assert frames == SILENCE * FRAMES
    sync, version, layer = SILENCE[:2] == b"\xff\xf3", SILENCE[1] >> 3 & 3, SILENCE[1] >> 1 & 3
    assert (sync, version, layer) == (True, 2, 1)  # MPEG-2, layer III
    bits, hertz = {1: 8000}[SILENCE[2] >> 4], {2: 16000}[SILENCE[2] >> 2 & 3]
    assert len(SILENCE) == 72 * bits // hertz
    assert len(content) < MOST_BYTES


def test_a_long_title_has_a_size_of_seven_bits_a_byte():
    content = song("q" * 300)
    assert content[6:10] == bytes([0, 0, *divmod(10 + 301, 128)])
    assert song("q" * 300).endswith(SILENCE)


def test_it_shows_no_pages():
    assert not issubclass(MusicPlayer, ShowsPages)


def test_a_song_of_ones_own_is_planted_and_played(fresh, phone, given_content):
    app = fresh(MusicPlayer)
    (act,) = app.acts
    for number in (1, 2):
        content = given_content(phone.changes, number=number)
        title = content.token("song-title") + "ab"[number - 1]
        content.tokens["song-title"] = title
        content.tokens["file-name"] = "file" + title
        assert act.do(app, content) == f"the player's bar shows {title} and offers to pause it"
        assert PlacedFile(f"/sdcard/Music/file{title}.mp3").read(phone.device) is not None
    assert len(phone.changes.restore()) == 2
    assert PlacedFile(f"/sdcard/Music/file{title}.mp3").read(phone.device) is None


def test_the_words_of_the_consent_are_kept_and_it_asks_once(bench):
    app = MusicPlayer(*bench)
    app.clear()
    app.launch()
    assert "consent to its Privacy Policy" in app.accept()
    assert not app.first_run()
    with pytest.raises(MeasurementLost, match="found its songs"):
        app.accept()


def test_a_song_that_is_not_on_the_phone_is_not_played(fresh, phone, monkeypatch):
    monkeypatch.setattr("harness.apps.music_player.START_SECONDS", 0.5)
    with pytest.raises(MeasurementLost, match="no such song"):
        fresh(MusicPlayer).play("no such song")


def test_a_song_that_is_paused_does_not_play(fresh, phone, given_content):
    app = fresh(MusicPlayer)
    content = given_content(phone.changes)
    app.acts[0].do(app, content)
    title = content.token("song-title")
    assert app._plays(app.ui.hierarchy(), title)
    app.ui.tap(app.view("btn_play"))
    screen = app.ui.until(lambda now: now.first(app.view("btn_play")).desc != "Pause", "a paused song")
    assert not app._plays(screen, title)
    assert not app._plays(screen, "another song")
