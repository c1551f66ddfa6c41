"""Flows of a mitmproxy client as lines; `test_connections.py` and `gateway/` have them from real ones."""

from __future__ import annotations

from mitmproxy import connection

from harness.capture.connections import Connections
from harness.capture.flow_record import FlowRecord
from harness.capture.gateway.names import Names
from harness.capture.recording import Recording
from harness.capture.upstream import Upstream
from harness.model.wire import RecorderStarted
from harness.store.adapters import EXCHANGES
from harness.store.lines import read_lines

STARTED = {"listen": ("127.0.0.1", 1), "simulated": True, "canary_domain": "claims.test", "mitmproxy": ""}


def record(tmp_path, act):
    """The lines that an act on a record of flows leaves."""
    recording = Recording(tmp_path / "data", tmp_path / "sequence")
    recording.start(RecorderStarted(**STARTED, python="", pid=1))
    ended = []
    connections = Connections(Names(Upstream("claims.test", None)))
    flows = FlowRecord(recording, connections, (lambda row, why: ended.append((row.conn, why)),))
    act(flows)
    recording.close()
    return list(read_lines(tmp_path / "data", EXCHANGES))[1:], ended


def client(port=40000):
    return connection.Client(peername=("10.0.0.2", port), sockname=("203.0.113.7", 443), timestamp_start=0)


def test_a_flow_begins_and_ends_with_its_bytes(tmp_path):
    def act(flows):
        row = flows.open(client(), "udp", ("203.0.113.7", 443))
        row.tally.send(b"abc")
        row.tally.sent_packets += 1
        row.read_one()
        assert flows.is_open(row)
        flows.finish(row, "why")
        assert not flows.is_open(row)
        flows.total()

    (opened, closed, routed), ended = record(tmp_path, act)

    assert (opened.client, opened.server) == (("10.0.0.2", 40000), ("203.0.113.7", 443))
    assert (opened.protocol, closed.conn) == ("udp", opened.conn)
    assert (closed.sent_bytes, closed.sent_packets, closed.requests) == (3, 1, 1)
    assert ended == [(opened.conn, "why")]
    (row,) = routed.routed
    assert (row.protocol, row.source, row.sent_bytes, row.unread_bytes) == ("udp", "10.0.0.2", 3, 0)


def test_what_nobody_read_is_kept_both_ways(tmp_path):
    def act(flows):
        row = flows.open(client(), "tcp", ("203.0.113.7", 443))
        row.tally.send(b"\x16\x03")
        row.tally.receive(b"\x15")
        flows.finish(row, "")
        flows.total()

    (_, out, back, _, routed), _ = record(tmp_path, act)

    assert (out.direction, out.length, out.truncated) == ("out", 2, False)
    assert (back.direction, back.length) == ("in", 1)
    assert routed.routed[0].unread_bytes == 2


def test_a_connection_to_a_proxy_is_in_no_account(tmp_path):
    def act(flows):
        flows.finish(flows.open(client(), "tcp", None), "")
        flows.total()

    (_, _, routed), _ = record(tmp_path, act)

    assert routed.routed == ()
