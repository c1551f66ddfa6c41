from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from harness.capture.client import Recorder, Rehearsal
from harness.model.errors import HarnessError, MeasurementLost, SetupError


def fake(tmp_path, code):
    """A process in the recorder's place that says what `code` prints."""
    errors = (tmp_path / "errors").open("w+b")
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
    )
    return process, errors


READY = 'print(\'{"ready": true, "port": 1, "ca": "x"}\', flush=True)\n'


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import sys; sys.exit('no port')", "no port"),
        ("print('nonsense')", "wanted a JSON line"),
        ("print('[]')", "wanted a JSON object"),
        ("pass", "it said nothing"),
    ],
)
def test_a_recorder_that_does_not_start_is_a_setup_error(tmp_path, code, why):
    process, errors = fake(tmp_path, code)
    with pytest.raises(SetupError, match=why):
        Recorder(process, errors)
    process.wait(10)


def test_a_recorder_that_answers_wrongly_is_a_lost_measurement(tmp_path):
    process, errors = fake(tmp_path, READY + 'input(); print(\'{"done": "other"}\', flush=True); input()')
    recorder = Recorder(process, errors)
    with pytest.raises(MeasurementLost, match="other"):
        recorder.mark("m")
    recorder.__exit__()


def test_a_recorder_that_ends_in_between_is_a_lost_measurement_every_time(tmp_path):
    process, errors = fake(tmp_path, READY + "input(); raise SystemExit('fell over')")
    recorder = Recorder(process, errors)
    for _ in range(2):
        with pytest.raises(MeasurementLost, match=r"fell over|gone"):
            recorder.mark("m")
    assert not recorder.alive()
    with pytest.raises(MeasurementLost):
        recorder.stop()


def test_marks_and_pages_are_answered_and_a_wrong_page_is_refused(recorder):
    first, second = recorder.mark("a"), recorder.mark("b")
    assert (first.id, second.id) == ("a", "b")
    assert first.seq < second.seq
    assert recorder.pages([{"id": "1", "host": "client.claims.test", "path": "/"}]) == 1
    with pytest.raises(SetupError, match="refuses 'pages'"):
        recorder.pages([{"id": "1", "host": "client.claims.test", "path": "/", "nonsense": 1}])
    assert recorder.alive()


def test_a_missing_zone_is_said_in_one_line(tmp_path, start, cloud):
    with pytest.raises(SetupError, match="wanted a zone file") as caught:
        Recorder.start(
            tmp_path,
            tmp_path / "s",
            tmp_path / "c",
            rehearsal=Rehearsal(tmp_path / "none", cloud.ca),
            environment={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
    assert "\n" not in str(caught.value)


def test_leaving_the_context_ends_the_process_and_keeps_the_recording(start, phone):
    recorder, tape = start()
    with recorder as entered:
        phone(port=recorder.port).request(b"GET http://a.claims.test/ HTTP/1.1\r\nHost: a\r\n\r\n")
        assert entered.mark("inside").exchanges == 1
    assert not recorder.alive()
    assert tape.events()[-1].event == "stopped"


def test_a_recorder_that_hangs_is_a_lost_measurement(start, monkeypatch):
    monkeypatch.setattr("harness.capture.client.ANSWER_SECONDS", 0.3)
    recorder, _ = start()
    os.kill(recorder.pid, signal.SIGSTOP)
    before = time.monotonic()
    try:
        with pytest.raises(HarnessError, match="did not answer 'mark' within"):
            recorder.mark("m")
    finally:
        os.kill(recorder.pid, signal.SIGCONT)
    assert time.monotonic() - before < 5
