from __future__ import annotations

import pytest

from harness.virtual.files import ROOT_UID, FileSystem
from harness.virtual.media import MediaStore, tagged_title
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


def frame(name, text):
    return name + len(text).to_bytes(4, "big") + b"\0\0" + text


@pytest.mark.parametrize(
    ("frames", "title"),
    [
        (frame(b"TIT2", b"\0Quiet harbour"), "Quiet harbour"),
        (
            frame(b"TPE1", b"\0Somebody") + frame(b"TIT2", b"\1" + "Grüne Otter\0".encode("utf-16")),
            "Grüne Otter",
        ),
        (frame(b"TPE1", b"\0Somebody"), ""),
        (frame(b"TIT2", b""), ""),
        (b"TIT2\0\0", ""),
    ],
)
def test_a_song_is_titled_by_its_tag(frames, title):
    assert tagged_title(b"ID3\3\0\0\0\0" + bytes(divmod(len(frames), 128)) + frames + b"\xff\xfb") == title


def test_the_tag_counts_before_the_name(phone):
    files, store = phone
    made = store()
    tag = frame(b"TIT2", b"\0Quiet harbour")
    files.write(files.resolve("/sdcard/Music/x.mp3"), b"ID3\3\0\0\0\0\0" + bytes([len(tag)]) + tag, ROOT_UID)
    made.scan("/sdcard/Music/x.mp3")
    assert titles(made) == ["Quiet harbour"]
