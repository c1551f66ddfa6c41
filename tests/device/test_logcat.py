import threading
from datetime import timedelta

import pytest

from harness.device.logcat import Logcat, LogLine, parse_line, read_zone
from harness.device.shell import Output
from harness.model.errors import MeasurementLost, SetupError

NEW_YEAR_2024 = 1_704_067_200_000


class Looping:
    """A device whose stream is fed by the test; its clock stands at the new year of 2024."""

    serial = "a1b2c3d4"

    def __init__(self, pieces, end=None):
        self.pieces, self.end, self.closed, self.command = pieces, end, threading.Event(), None

    def run(self, command, timeout=0):
        return Output(command, "+0100\n" if "%z" in command else f"{NEW_YEAR_2024}\n", "", 0)

    def stream(self, command):
        self.command = command
        return self

    def __iter__(self):
        yield from self.pieces
        if self.end:
            raise self.end
        self.closed.wait(5)

    def close(self):
        self.closed.set()


def test_a_line_reads_in_the_year_and_zone_of_the_phone():
    line = "01-01 01:00:00.123  1000  2000 D OneTrack-Api: sent: {} "
    assert parse_line(line, NEW_YEAR_2024, timedelta(hours=1)) == LogLine(
        NEW_YEAR_2024 + 123, 1000, 2000, "D", "OneTrack-Api", "sent: {} "
    )
    before = parse_line("12-31 23:59:59.000  1  2 I t    : x", NEW_YEAR_2024, timedelta(0))
    assert before == LogLine(NEW_YEAR_2024 - 1000, 1, 2, "I", "t", "x")


@pytest.mark.parametrize(
    "line", ["", "nonsense", "13-45 99:00:00.000  1  2 I t: x", "02-30 00:00:00.000 1 2 I t: x"]
)
def test_what_is_no_line_reads_as_none(line):
    assert parse_line(line, NEW_YEAR_2024, timedelta(0)) is None


def test_the_zone_is_told_or_refused(told):
    assert read_zone(told({"date +%z": "-0330\n"})) == -timedelta(hours=3, minutes=30)
    with pytest.raises(SetupError, match="zone"):
        read_zone(told({"date +%z": "%z\n"}))


def test_every_line_arrives_also_those_that_do_not_read():
    seen = []
    first = b"--------- beginning of main\n01-01 01:00:00.1"
    device = Looping([first, b"23  1  2 I t: a\nodd \xff line\n01-01 01:00:00.124  1  2 I t: b\n"])
    log = Logcat(device, seen.append, tags=("t",))
    for _ in range(100):
        if len(seen) == 3:
            break
        threading.Event().wait(0.02)
    log.stop()
    assert [line.text for line in seen] == ["a", "odd \\xff line", "b"]
    assert (seen[1].level, seen[1].phone_ms) == ("?", NEW_YEAR_2024 + 123)
    assert device.command == "logcat -v threadtime t:V '*:S'"


@pytest.mark.parametrize("device", [Looping([], MeasurementLost("cut")), Looping([b"x" * (2 << 20)])])
def test_a_broken_stream_is_noticed(device):
    log = Logcat(device, lambda _: None)
    log._thread.join(5)
    with pytest.raises(MeasurementLost):
        log.check()
    with pytest.raises(MeasurementLost):
        log.stop()
