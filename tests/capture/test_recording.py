from __future__ import annotations

from dataclasses import replace

from harness.capture.recording import Recording
from harness.model.wire import Failed, Heartbeat, MessageSent, RecorderStarted
from harness.store.adapters import EXCHANGES
from harness.store.bodies import BodyReader
from harness.store.lines import read_lines

STARTED = RecorderStarted(
    listen=("127.0.0.1", 1), simulated=True, canary_domain="claims.test", mitmproxy="1", python="3", pid=1
)


def opened(folder):
    recording = Recording(folder / "data", folder / "sequence")
    recording.start(STARTED)
    return recording


def test_names_are_unique_over_the_recorders_of_a_run(tmp_path):
    names = []
    for _ in range(2):
        recording = opened(tmp_path)
        names += [recording.new_connection(), recording.new_exchange(), recording.new_exchange()]
        recording.close()
    assert len(set(names)) == 6


def test_lines_and_bodies_come_back_and_messages_are_counted(tmp_path):
    recording = opened(tmp_path)
    sent = MessageSent(
        id=recording.new_exchange(),
        kind="tcp",
        direction="out",
        conn=recording.new_connection(),
        scheme="tcp",
        host="a.test",
        port=1,
        body=recording.body(b"hello"),
        length=5,
        truncated=False,
        digest="d",
    )
    numbers = [recording.write(line) for line in (sent, Failed(error="\udcff"), sent, Heartbeat())]
    recording.close()
    assert (numbers, recording.sent) == ([2, 3, 4, 5], 2)
    started, first, failed, second, beat = read_lines(tmp_path / "data", EXCHANGES)
    assert replace(started, sequence=0, time_us=0) == STARTED
    assert replace(first, sequence=0, time_us=0) == replace(second, sequence=0, time_us=0) == sent
    assert (failed.error, beat.exchanges) == ("\\udcff", 0)
    with BodyReader(tmp_path / "data" / "bodies") as bodies:
        assert bodies.load(first.body) == b"hello"
