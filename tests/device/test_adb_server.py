import concurrent.futures
import os
import subprocess
import time

import pytest

from harness.device.adb_client import OwnClient
from harness.device.adb_server import AdbServer, adb_home, binary, public_key
from harness.model.errors import MeasurementLost, SetupError


def test_it_starts_at_once_on_a_port_of_its_own_and_ends(tmp_path):
    started = time.monotonic()
    with AdbServer.start(tmp_path, home=tmp_path / "adb") as server:
        assert time.monotonic() - started < 2
        assert server.port != 5037
        assert OwnClient(server.port).list() == []
        server.check()
        listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
        own = [line.split()[3] for line in listening.splitlines() if f"pid={server.pid}," in line]
        assert own == [f"127.0.0.1:{server.port}"]
    assert server.process.poll() is not None
    assert list(tmp_path.glob("*.log")) == []


def test_its_death_is_noticed(tmp_path):
    with AdbServer.start(tmp_path, home=tmp_path / "adb") as server:
        os.kill(server.pid, 9)
        server.process.wait(5)
        with pytest.raises(MeasurementLost, match="ended"):
            server.check()


def test_two_servers_do_not_disturb_each_other(tmp_path):
    with (
        AdbServer.start(tmp_path, home=tmp_path / "adb") as one,
        AdbServer.start(tmp_path, home=tmp_path / "adb") as two,
    ):
        assert one.port != two.port
        one.check()
        two.check()


def test_binary_and_home_are_our_own(monkeypatch):
    assert binary().parts[-3:] == ("adbutils", "binaries", "adb")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert str(adb_home()) == "/state/claims/adb"


def test_a_bench_has_one_key_that_only_its_owner_reads(tmp_path):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        made = {place.read_text() for place in pool.map(public_key, [tmp_path / "adb"] * 4)}
    assert len(made) == 1
    with AdbServer.start(tmp_path, home=tmp_path / "adb"):
        assert {public_key(tmp_path / "adb").read_text()} == made
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "adb").rglob("*")}
    assert (modes[".android"], modes["adbkey"], modes["adbkey.pub"]) == (0o700, 0o600, 0o600)
    assert (tmp_path / "adb").stat().st_mode & 0o777 == 0o700


def test_a_key_that_cannot_be_kept_says_what_to_do(tmp_path):
    (tmp_path / "adb").write_text("a file")
    with pytest.raises(SetupError, match="XDG_STATE_HOME"):
        public_key(tmp_path / "adb")
