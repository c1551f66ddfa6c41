import base64
import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.device.adb_server import AdbServer
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.placed_file import MOST_BYTES, PlacedFile
from harness.device.session import Device
from harness.model.errors import SetupError

SONG = PlacedFile("/sdcard/Music/a song.mp3")
CONTENT = base64.b64encode(b"ID3" + bytes(9000)).decode()


def test_a_file_comes_and_goes(phone):
    assert SONG.read(phone) is None
    SONG.write(phone, CONTENT)
    assert SONG.read(phone) == CONTENT
    assert "file:///sdcard/Music/a%20song.mp3" in phone.commands[-2]
    SONG.write(phone, "")
    assert SONG.read(phone) == ""
    SONG.write(phone, None)
    SONG.write(phone, None)
    assert SONG.read(phone) is None


def test_the_owners_file_of_that_name_is_put_back(phone, tmp_path):
    (phone.root / "sdcard/Music/a song.mp3").write_bytes(b"the owner's")
    told = []
    changes = Changes(phone, KINDS, told.append, folder=tmp_path / "bench")
    changes.change(SONG, CONTENT)
    changes.undo(SONG)
    digests = [hashlib.sha256(content).hexdigest() for content in (b"the owner's", b"ID3" + bytes(9000))]
    assert [(item.old, item.new) for item in told] == [
        tuple(f"SHA-256 {digest}" for digest in pair) for pair in (digests, digests[::-1])
    ]
    assert (phone.root / "sdcard/Music/a song.mp3").read_bytes() == b"the owner's"


@pytest.mark.parametrize(
    "path",
    [
        "/data/local/tmp/a.mp3",
        "/sdcard/Android/data/a.mp3",
        "/sdcard/Music/../../system/a",
        "/sdcard/Music/sub/a.mp3",
        "/sdcard/Music/.nomedia",
        "/sdcard/Music/a;reboot",
        "/sdcard/Music/",
        "/sdcard/a.mp3",
    ],
)
def test_only_the_folders_for_peoples_own_files_are_touched(path):
    with pytest.raises(SetupError, match="right below"):
        PlacedFile(path)


def test_a_folder_that_is_not_there_is_no_absence(phone):
    (phone.root / "sdcard/Music").rmdir()
    with pytest.raises(SetupError):
        SONG.read(phone)


def test_what_cannot_be_kept_is_not_replaced(phone):
    there = phone.root / "sdcard/Music/a song.mp3"
    there.write_bytes(bytes(MOST_BYTES + 1))
    with pytest.raises(SetupError, match=str(MOST_BYTES)):
        SONG.read(phone)
    there.unlink()
    there.mkdir()
    with pytest.raises(SetupError, match="found no file"):
        SONG.read(phone)


def test_what_is_no_base64_is_no_content(phone):
    SONG.write(phone, CONTENT)
    (phone.root / "bin/base64").write_text("#!/bin/sh\necho 'base64: denied'\n")
    (phone.root / "bin/base64").chmod(0o755)
    with pytest.raises(SetupError, match="wanted base64"):
        SONG.read(phone)


@pytest.mark.parametrize("value", ["not base64!", 7, base64.b64encode(bytes(MOST_BYTES + 1)).decode()])
def test_only_small_files_in_base64_are_placed(phone, value):
    with pytest.raises(SetupError, match=r"base64|at most"):
        SONG.write(phone, value)
    assert SONG.read(phone) is None


def test_a_scanner_that_does_not_answer_is_an_error(phone):
    (phone.root / "bin/am").write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(SetupError, match="scanned"):
        SONG.write(phone, CONTENT)


PLACE = """
import base64, os, signal, sys
from pathlib import Path
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.placed_file import PlacedFile
from harness.device.session import Device

device = Device.open(int(sys.argv[1]), sys.argv[2])
whole = Device.push
Device.push = lambda phone, content, path, mode=0o644: (
    whole(phone, content[:100], path, mode), os.kill(os.getpid(), signal.SIGKILL)
)
Changes(device, KINDS, folder=Path(sys.argv[3])).change(PlacedFile("/sdcard/Music/a song.mp3"), sys.argv[4])
"""


def test_a_kill_in_the_middle_of_the_writing_is_undone_on_the_virtual_handset(virtual_bench, tmp_path):
    with (
        virtual_bench.cloud(tmp_path / "cloud") as cloud,
        virtual_bench.handset(tmp_path / "phone", cloud, "127.0.1.187") as (_, ready),
        AdbServer.start(tmp_path) as server,
    ):
        device = Device.open(server.port, ready["adb"])
        words = [str(server.port), ready["adb"], str(tmp_path / "dead bench"), CONTENT]
        killed = subprocess.run(
            [sys.executable, "-c", PLACE, *words],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert len(base64.b64decode(SONG.read(device))) == 100
        changes = Changes(device, KINDS, folder=tmp_path / "another bench")
        assert [entry.what["kind"] for entry in changes.restore()] == ["placed-file"]
        assert SONG.read(device) is None
        changes.change(SONG, CONTENT)
        assert SONG.read(device) == CONTENT
        changes.undo(SONG)
        assert SONG.read(device) is None
