import json
import os
import subprocess
import time

import pytest

from harness.device.adb_client import OwnClient
from harness.device.adb_server import AdbServer, binary, end_orphans, keys_home
from harness.model.errors import MeasurementLost


def test_it_starts_at_once_on_a_port_of_its_own_and_ends(tmp_path):
    started = time.monotonic()
    with AdbServer.start(tmp_path) as server:
        assert time.monotonic() - started < 2
        assert server.port != 5037
        assert OwnClient(server.port).list() == []
        server.check()
        listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
        own = [line.split()[3] for line in listening.splitlines() if f"pid={server.pid}," in line]
        assert own == [f"127.0.0.1:{server.port}"]
    assert server.process.poll() is not None
    assert list((tmp_path / "servers").iterdir()) == []


def test_its_death_is_noticed(tmp_path):
    with AdbServer.start(tmp_path) as server:
        os.kill(server.pid, 9)
        server.process.wait(5)
        with pytest.raises(MeasurementLost, match="ended"):
            server.check()


def test_two_servers_do_not_disturb_each_other(tmp_path):
    with AdbServer.start(tmp_path) as one, AdbServer.start(tmp_path) as two:
        assert one.port != two.port
        one.check()
        two.check()


def test_the_server_of_a_killed_owner_is_ended_and_no_other_process(tmp_path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    with AdbServer.start(tmp_path) as server:
        server.record.write_text(json.dumps({"pid": server.pid, "owner": gone.pid, "log": str(server.log)}))
        other = tmp_path / "servers/1.json"
        other.write_text(json.dumps({"pid": os.getpid(), "owner": gone.pid}))
        (tmp_path / "servers/2.json").write_text("broken")
        end_orphans(tmp_path / "servers")
        assert server.process.wait(5) is not None
        assert not other.exists()


def test_binary_and_keys_are_our_own(monkeypatch):
    assert binary().parts[-3:] == ("adbutils", "binaries", "adb")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert str(keys_home()) == "/state/claims/adb"
