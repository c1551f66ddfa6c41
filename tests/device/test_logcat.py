import threading

import pytest

from harness.device.logcat import Logcat, LogLine, parse_line
from harness.model.errors import MeasurementLost


class Looping:
    def __init__(self, pieces, end=None):
        self.pieces, self.end, self.closed, self.command = pieces, end, threading.Event(), None

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


def test_a_line_reads():
    assert parse_line("         1700000000.123  1000  2000 D OneTrack-Api: sent: {} ") == LogLine(
        1700000000123, 1000, 2000, "D", "OneTrack-Api", "sent: {} "
    )
    assert parse_line("nonsense") is None


def test_every_line_arrives_also_those_that_do_not_read():
    seen = []
    device = Looping(
        [
            b"--------- beginning of main\n1700000000.1",
            b"23  1  2 I t: a\nodd \xff line\n1700000000.124  1  2 I t: b\n",
        ]
    )
    log = Logcat(device, seen.append, tags=("t",))
    for _ in range(100):
        if len(seen) == 3:
            break
        threading.Event().wait(0.02)
    log.stop()
    assert [line.text for line in seen] == ["a", "odd \\xff line", "b"]
    assert seen[1].level == "?"
    assert device.command == "logcat -v epoch t:V '*:S'"


@pytest.mark.parametrize("device", [Looping([], MeasurementLost("cut")), Looping([b"x" * (2 << 20)])])
def test_a_broken_stream_is_noticed(device):
    log = Logcat(device, lambda _: None)
    log._thread.join(5)
    with pytest.raises(MeasurementLost):
        log.check()
    with pytest.raises(MeasurementLost):
        log.stop()
