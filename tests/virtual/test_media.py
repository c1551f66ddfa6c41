from __future__ import annotations

import pytest

from harness.virtual.files import ROOT_UID, FileSystem
from harness.virtual.media import MediaStore
from harness.virtual.state import StateFolder


@pytest.fixture
def phone(tmp_path):
    """Its files and a store of them, made anew as after a restart."""
    state = StateFolder(tmp_path / "phone")
    files = FileSystem(state)
    return files, lambda: MediaStore(state.document("media"), files)


def titles(store):
    return [song.title for song in store.songs()]


def put(files, path):
    files.write(files.resolve(path), b"RIFF", ROOT_UID)


def test_a_file_is_a_song_once_it_was_scanned_and_still_after_a_restart(phone):
    files, store = phone
    put(files, "/sdcard/Music/Brown otter.wav")
    made = store()
    assert titles(made) == []
    made.scan("file:///sdcard/Music/Brown%20otter.wav")
    assert titles(made) == ["Brown otter"]
    assert titles(store()) == ["Brown otter"]


def test_boot_scans_the_whole_storage_for_songs_alone(phone):
    files, store = phone
    for path in ("/sdcard/Music/b.mp3", "/sdcard/Download/a.FLAC", "/sdcard/Music/cover.jpg"):
        put(files, path)
    made = store()
    made.scan_all()
    assert titles(made) == ["a", "b"]


def test_what_was_deleted_and_what_is_no_song_is_not_in_it(phone):
    files, store = phone
    put(files, "/sdcard/Music/a.wav")
    put(files, "/sdcard/Music/a.txt")
    made = store()
    for path in ("/sdcard/Music/a.wav", "/sdcard/Music/a.txt", "/sdcard/Music/none.wav", "content://x/1"):
        made.scan(path)
    assert titles(made) == ["a"]
    files.remove(files.resolve("/sdcard/Music/a.wav"), ROOT_UID)
    assert titles(made) == []
