from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.model.errors import MeasurementLost, SetupError
from harness.store.adapters import EXCHANGES
from harness.store.lines import read_lines
from harness.store.network import NetworkLog

ROOT = Path(__file__).parents[2]
TRAP = Path(__file__).parent / "no_way_out"
GET = b"GET / HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n"


def talk(phone, recorder, host="api.vendor.test"):
    client = phone(port=recorder.port, ca=recorder.ca)
    assert client.connect(host, 443) == 200
    client.handshake(host)
    assert client.request(GET)[0] == 200
    return client


@pytest.fixture
def trapped(start, tmp_path):
    """Starts a recorder whose resolver and connect raise; the file tells what they were called with."""
    file = tmp_path / "trap"

    def go(**options):
        environment = {"PYTHONPATH": str(TRAP), "CLAIMS_TRAP": str(file)}
        return (*start(environment=environment, **options), file)

    return go


def test_a_rehearsal_calls_no_resolver_and_connects_to_the_zone_only(trapped, phone):
    recorder, tape, file = trapped()
    talk(phone, recorder)
    talk(phone, recorder, "page.claims.test")
    plain = phone(port=recorder.port)
    assert plain.request(b"GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")[0] == 502
    for host, port in (("example.com", 443), ("192.0.2.1", 443), ("mtalk.google.com", 5228)):
        assert phone(port=recorder.port).connect(host, port) == 502
    raw = phone(port=recorder.port)
    assert raw.connect("push.vendor.test", 5222) == 200
    raw.send(b"\x00\x01")
    assert raw.receive()
    assert recorder.stop() > 0
    assert len(tape.events("refused")) == 4
    assert {tuple(event.peer or ())[:1] for event in tape.events("answered")} <= {("127.0.0.1",), ()}
    assert not file.exists()


def test_the_trap_of_that_test_works(trapped, phone):
    recorder, tape, file = trapped(real=True)
    client = phone(port=recorder.port)
    client.send(b"GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")
    tape.wait("sent")
    end = time.monotonic() + 8
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert "getaddrinfo" in file.read_text()


def test_a_real_recording_reaches_by_address_and_says_where_it_went(start, phone, cloud):
    recorder, tape = start(real=True)
    host, port = cloud.servers[1].server_address
    head = f"GET http://{host}:{port}/real HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    assert phone(port=recorder.port).request(head)[0] == 200
    (answered,) = tape.wait("answered")
    assert answered.peer == (host, port)
    assert (answered.address, answered.address_from) == (host, "none")
    recorder.stop()


def test_a_killed_recorder_leaves_what_it_had(start, phone):
    recorder, tape = start()
    client = talk(phone, recorder)
    recorder.mark("m")
    os.kill(recorder.pid, signal.SIGKILL)
    with pytest.raises(MeasurementLost):
        recorder.mark("after")
    assert not recorder.alive()
    log = NetworkLog(tape.run / "data")
    kinds = [type(event).__name__ for event in log.events()]
    assert "Sent" in kinds
    assert "TrafficMark" in kinds
    assert "ConnectionClosed" not in kinds
    assert client.received


def test_a_second_recorder_continues_a_run_without_touching_the_first(start, phone):
    first, tape = start()
    talk(phone, first)
    os.kill(first.pid, signal.SIGKILL)
    second, _ = start(run=tape.run)
    talk(phone, second)
    second.stop()
    lines = tape.events()
    assert [line.sequence for line in lines] == sorted({line.sequence for line in lines})
    ids = [line.id for line in lines if line.event == "sent"]
    assert len(set(ids)) == 2
    segments = {line.body.segment for line in lines if line.event == "sent"}
    assert segments == {1, 2}
    list(NetworkLog(tape.run / "data").events())


def test_every_event_is_one_the_run_folder_knows(start, phone):
    recorder, tape = start()
    talk(phone, recorder)
    refused = phone(port=recorder.port)
    refused.connect("example.com", 443)
    open_at_the_end = talk(phone, recorder)
    recorder.mark("m")
    recorder.stop()
    list(NetworkLog(tape.run / "data").events())
    events = list(read_lines(tape.run / "data", EXCHANGES))
    assert events[0].event == "started"
    assert events[-1].event == "stopped"
    closed = {event.conn: event for event in events if event.event == "flow-closed"}
    opened = {event.client[1]: event.conn for event in events if event.event == "flow-opened"}
    last = closed[opened[open_at_the_end.local[1]]]
    assert (last.sent_bytes, last.received_bytes) == (open_at_the_end.sent, open_at_the_end.received)


def test_a_fault_of_the_recorder_itself_ends_it_with_3(start, phone):
    recorder, tape = start()
    (tape.run / "data" / "bodies").rmdir()
    client = phone(port=recorder.port)
    client.send(b"GET http://x.claims.test/ HTTP/1.1\r\nHost: x.claims.test\r\n\r\n")
    (fault,) = tape.wait("fault")
    assert "FileNotFoundError" in fault.detail
    assert recorder._process.wait(5) == 3
    with pytest.raises(MeasurementLost, match="fault in the recorder itself"):
        recorder.mark("after")


def test_a_recorder_that_cannot_listen_says_so_and_leaves_with_3(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SetupError, match=r"code 3.*wanted to listen on 127\.0\.0\.1"):
            start(listen=address)


def run(*arguments, stdin=b""):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "harness.capture.recorder", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=30, env=environment, check=False)


def test_bad_command_lines_leave_with_3_and_one_line(tmp_path):
    base = ["--run", tmp_path, "--sequence", tmp_path / "s", "--confdir", tmp_path / "c"]
    for more in (["--simulated"], ["--simulated", "--zone", tmp_path / "none"]):
        done = run(*base, *more)
        assert done.returncode == 3
        assert done.stderr.count(b"\n") == 1, done.stderr
        assert done.stdout == b""


def test_the_end_of_standard_input_stops_it_durably(tmp_path):
    done = run("--run", tmp_path, "--sequence", tmp_path / "s", "--confdir", tmp_path / "c")
    assert (done.returncode, done.stderr) == (0, b"")
    ready, stopped = map(json.loads, done.stdout.splitlines())
    assert ready["ready"] is True
    assert Path(ready["ca"]).is_file()
    assert stopped["done"] == "stop"
    events = [line.event for line in read_lines(tmp_path / "data", EXCHANGES)]
    assert events[-1] == "stopped"


def test_sigterm_stops_it_durably_and_sigint_does_not(start):
    recorder, tape = start()
    os.kill(recorder.pid, signal.SIGINT)
    recorder.mark("still there")
    os.kill(recorder.pid, signal.SIGTERM)
    assert recorder._process.wait(10) == 0
    assert tape.events()[-1].event == "stopped"
