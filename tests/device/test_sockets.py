import queue
import subprocess
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.device.sockets import SampleParser, Socket, SocketSampler, loop_command, parse_table
from harness.model.errors import MeasurementLost

ANY = ".".join("0000")
TCP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10100        0 1234 1
   1: 0B01000A:C350 22D8B85D:01BB 06 00000000:00000000 03:00000000 00000000     0        0 0 3
"""
TCP6 = """  sl  local_address                         remote_address                        st tx_queue
   0: 0000000000000000FFFF00000201007F:9C40 0000000000000000FFFF00000100007F:1F90 01 0:0 00:0 0 10101 0 99 1
   1: B80D01200000000000000000010000FF:9C40 B80D0120000000000000000002000000:01BB 02 0:0 00:0 0 10102 0 98 1
"""


def sample(ms=1000, tcp=TCP, tcp6=TCP6, udp="  sl\n"):
    return f"@ {ms}\n# tcp\n{tcp}# tcp6\n{tcp6}# udp\n{udp}# udp6\n  sl\n.\n".encode()


def test_rows_read_as_the_kernel_writes_them():
    assert list(parse_table("tcp", TCP.splitlines())) == [
        Socket("tcp", ("127.0.0.1", 8080), (ANY, 0), 10100, "0A"),
        Socket("tcp", ("10.0.1.11", 50000), ("93.184.216.34", 443), 0, "06"),
    ]


def test_mapped_addresses_read_as_ipv4_and_others_as_ipv6():
    mapped, other = parse_table("tcp6", TCP6.splitlines())
    assert mapped == Socket("tcp", ("127.0.1.2", 40000), ("127.0.0.1", 8080), 10101, "01")
    assert other.remote == ("2001:db8::2", 443)


def test_only_changes_are_told():
    parser = SampleParser()
    first, second, third = parser.feed(sample(1) + sample(2) + sample(3, tcp="  sl\n"))
    assert (len(first.opened), first.closed) == (4, ())
    assert (second.opened, second.closed) == ((), ())
    assert {socket.uid for socket in third.closed} == {10100, 0}
    assert third.phone_ms == 3


def test_a_change_of_state_is_told_again():
    parser = SampleParser()
    list(parser.feed(sample(1)))
    (changed,) = parser.feed(sample(2, tcp=TCP.replace(" 0A ", " 01 ")))
    assert [socket.row() for socket in changed.opened] == [("tcp", "127.0.0.1", 8080, ANY, 0, 10100, "01")]


@given(st.lists(st.integers(1, 200)))
def test_the_size_of_the_pieces_does_not_matter(sizes):
    text = sample(1) + sample(2, tcp="  sl\n")
    parser, found, at = SampleParser(), [], 0
    for size in [*sizes, len(text)]:
        found += parser.feed(text[at : at + size])
        at += size
    assert [item.phone_ms for item in found] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        b"sh: syntax error\n.\n",
        b"@ soon\n# tcp\n.\n",
        sample().replace(b"# tcp\n", b"# tcp\n! tcp\n"),
        sample().replace(b"0100007F:1F90", b"nonsense"),
        sample().replace(TCP.encode(), b""),
        b"x" * (5 << 20),
    ],
)
def test_what_is_no_sample_is_loud(text):
    with pytest.raises(MeasurementLost):
        list(SampleParser().feed(text))


def test_a_kernel_without_ipv6_is_no_fault():
    text = (
        sample()
        .replace(b"# tcp6\n" + TCP6.encode(), b"# tcp6\n! tcp6\n")
        .replace(b"# udp6\n  sl\n", b"# udp6\n! udp6\n")
    )
    (found,) = SampleParser().feed(text)
    assert len(found.opened) == 2


def test_the_loop_runs_in_a_real_sh_and_reads_a_real_kernel():
    process = subprocess.Popen(["sh", "-c", loop_command(0.02)], stdout=subprocess.PIPE)
    parser, found = SampleParser(), []
    while len(found) < 2:
        found += parser.feed(process.stdout.read1())
    process.kill()
    process.wait()
    process.stdout.close()
    assert 0 <= found[1].phone_ms - found[0].phone_ms < 5000


class Looping:
    """A device whose stream is fed by the test."""

    def __init__(self, pieces, end=None):
        self.pieces, self.end, self.closed = pieces, end, threading.Event()

    def stream(self, _command):
        return self

    def __iter__(self):
        yield from self.pieces
        if self.end:
            raise self.end
        self.closed.wait(5)

    def close(self):
        self.closed.set()


def test_a_loop_that_is_cut_off_is_noticed():
    seen = []
    sampler = SocketSampler(Looping([sample(1), sample(2)], MeasurementLost("gone")), seen.append)
    sampler.wait_first.__self__._thread.join(5)
    assert len(seen) == 1
    with pytest.raises(MeasurementLost, match="gone"):
        sampler.check()


def test_a_loop_that_falls_silent_is_noticed(monkeypatch):
    monkeypatch.setattr("harness.device.sockets.SILENCE_SECONDS", 0.1)
    sampler = SocketSampler(Looping([sample(1)]), lambda _: None)
    sampler.wait_first()
    time.sleep(0.2)
    with pytest.raises(MeasurementLost, match="found none"):
        sampler.check()


def test_stopping_is_quiet():
    sampler = SocketSampler(Looping([sample(1)]), lambda _: None)
    sampler.wait_first()
    sampler.stop()
    sampler.check()


def test_what_is_open_now_was_seen_once_two_more_samples_are_in(monkeypatch):
    monkeypatch.setattr("harness.device.sockets.SILENCE_SECONDS", 0.2)
    pieces = queue.Queue()
    pieces.put(sample(1))
    sampler = SocketSampler(Looping(iter(pieces.get, None)), lambda _: None)
    sampler.wait_first()
    pieces.put(sample(2))
    with pytest.raises(MeasurementLost, match="of sockets"):
        sampler.wait_seen()
    threading.Timer(0.05, lambda: [pieces.put(sample(number)) for number in (3, 4)]).start()
    sampler.wait_seen()
    assert sampler.samples == 4
    pieces.put(None)
