import socket
import subprocess
import threading

import pytest
from adbutils import AdbError

from harness.device.adb_client import OwnClient, attach, reaching
from harness.model.errors import MeasurementLost, SetupError


@pytest.mark.parametrize(
    ("state", "remedy"),
    [("unauthorized", "found it unauthorized; unlock it, allow USB"), ("offline", "replug")],
)
def test_a_phone_that_is_not_online_is_refused_with_its_remedy(adb_script, monkeypatch, state, remedy):
    monkeypatch.setattr("harness.device.adb_client.AUTHORISE_SECONDS", 0.3)
    with adb_script.server({}, state=state) as adb, pytest.raises(SetupError, match=remedy):
        attach(adb.port, "127.0.0.1:5555", timeout=0.3)


def test_a_person_is_told_once_what_to_tap_and_waited_for(adb_script):
    said = []
    with adb_script.server({}, state="unauthorized", connect="failed to authenticate to x") as adb:

        def allow(text):
            said.append(text)
            threading.Timer(0.3, lambda: setattr(adb, "state", "device")).start()

        assert attach(adb.port, "127.0.0.1:5555", timeout=0.1, say=allow).serial == "127.0.0.1:5555"
    assert said == ["on 127.0.0.1:5555: allow USB debugging for this computer (tick 'always')"]


def test_a_phone_that_cannot_be_reached_is_refused(adb_script):
    said = "failed to connect to '127.0.0.1:9'"
    with adb_script.server({}, connect=said) as adb, pytest.raises(SetupError, match="failed to connect"):
        attach(adb.port, "127.0.0.1:5555")


def test_no_server_is_started_where_none_answers(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    with pytest.raises(SetupError, match="connect to adb server failed"):
        attach(9, "127.0.0.1:5555")


def test_a_connection_sends_at_once(adb_script):
    with adb_script.server({}) as adb:
        connection = OwnClient(adb.port).make_connection()
        assert connection.conn.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
        connection.close()
        connection.close()


def test_whatever_the_transport_raises_is_a_lost_measurement():
    for error in (AdbError("closed"), EOFError(), OSError("reset"), TimeoutError()):
        with pytest.raises(MeasurementLost, match="wanted this on x"), reaching("x", "this"):
            raise error
