import time

import pytest

from harness.device.session import Device
from harness.model.errors import MeasurementLost, SetupError


@pytest.fixture
def device(adb_script):
    """A device on a scripted server; `device(answers)`."""
    running = []

    def opened(answers, **options):
        context = adb_script.server(answers, **options)
        adb = context.__enter__()
        running.append(context)
        return Device.open(adb.port, "127.0.0.1:5555")

    yield opened
    for context in running:
        context.__exit__(None, None, None)


def test_a_command_has_output_errors_and_an_exit_code(device, adb_script):
    phone = device({"x": adb_script.answer(b"a\xff\n", b"b\n", 3)})
    output = phone.run("x")
    assert (output.stdout, output.stderr, output.exit_code) == ("a\\xff\n", "b\n", 3)
    assert phone.serial == "a1b2c3d4"


@pytest.mark.parametrize(
    "cut", [b"", b"\x01", b"\x01\x05\x00\x00\x00ab", b"\x01\x01\x00\x00\x00a", b"\x03\x00\x00\x00\x00"]
)
def test_a_command_that_is_cut_off_is_never_a_success(device, cut):
    with pytest.raises(MeasurementLost):
        device({"x": cut}).run("x")


def test_a_command_that_hangs_ends_in_time(device):
    phone = device({"dumpsys": lambda client: client.recv(1)})
    started = time.monotonic()
    with pytest.raises(MeasurementLost, match=r"within 0\.2 s"):
        phone.run("dumpsys", timeout=0.2)
    assert time.monotonic() - started < 2


def test_a_command_that_dribbles_ends_in_time_too(device, adb_script):
    def dribble(client):
        for _ in range(100):
            client.sendall(adb_script.packet(1, b"x"))
            time.sleep(0.05)

    started = time.monotonic()
    with pytest.raises(MeasurementLost):
        device({"x": dribble}).run("x", timeout=0.3)
    assert time.monotonic() - started < 2


def test_a_phone_without_exit_codes_is_refused(device):
    with pytest.raises(SetupError, match="shell_v2"):
        device({}, features="cmd")


def test_bytes_are_fetched_as_they_are(device, adb_script):
    phone = device(
        {
            "screencap -p": adb_script.answer(b"\x89PNG\r\n"),
            "x": adb_script.answer(b"", b"no", 1),
            "y": adb_script.answer(),
        }
    )
    assert phone.fetch("screencap -p") == b"\x89PNG\r\n"
    for command in ("x", "y"):
        with pytest.raises(SetupError):
            phone.fetch(command)


def test_a_stream_that_ends_by_itself_is_lost(device, adb_script):
    stream = device({"loop": adb_script.answer(b"one", b"killed", 137)}).stream("loop")
    pieces = iter(stream)
    assert next(pieces) == b"one"
    with pytest.raises(MeasurementLost, match="exit 89: killed"):
        next(pieces)


def test_a_stream_that_was_closed_ends_quietly(device, adb_script):
    def slow(client):
        client.sendall(adb_script.packet(1, b"one"))
        client.recv(1)

    stream = device({"loop": slow}).stream("loop")
    seen = []
    for piece in stream:
        seen.append(piece)
        stream.close()
    assert seen == [b"one"]


def test_a_command_line_has_a_limit(device):
    with pytest.raises(SetupError, match="below"):
        device({}).run("x" * 70_000)


def test_what_the_server_refuses_is_a_lost_measurement(device):
    phone = device({})
    for call in (
        phone.state,
        phone.reverses,
        lambda: phone.reverse("tcp:1", "tcp:2"),
        lambda: phone.push(b"x", "/x"),
    ):
        with pytest.raises(MeasurementLost):
            call()
