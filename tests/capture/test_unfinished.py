from __future__ import annotations

import types

from mitmproxy.proxy.layers.http import HttpStream, RequestData, RequestEndOfMessage
from mitmproxy.test import tflow

from harness.capture.unfinished import EXCHANGE, Streams, unfinished_request_body, unseen_requests


def stream(flow, body=b"", waiting=()):
    made = HttpStream.__new__(HttpStream)
    made.request_body_buf = bytearray(body)
    made.flow = flow
    made._paused_event_queue = list(waiting)
    return made


def flow(method="GET", *, seen=False):
    made = tflow.tflow()
    made.request.method = method
    if seen:
        made.metadata[EXCHANGE] = "e1"
    return made


def layer(*streams):
    return types.SimpleNamespace(streams=Streams(dict(enumerate(streams))))


def test_half_a_body_is_found_by_its_flow():
    wanted = flow()
    assert unfinished_request_body([layer(stream(flow()), stream(wanted, b"half"))], wanted) == b"half"
    assert unfinished_request_body([layer()], wanted) == b""


def test_what_came_while_a_hook_was_running_belongs_to_the_body():
    wanted = flow()
    there = layer(stream(wanted, b"a", (RequestData(1, b"b"), RequestEndOfMessage(1), RequestData(1, b"c"))))
    assert unfinished_request_body([there], wanted) == b"abc"


def test_a_request_that_no_hook_saw_is_found_also_after_it_was_dropped():
    unseen, seen, tunnel = flow(), flow(seen=True), flow("CONNECT")
    there = layer(stream(unseen), stream(seen), stream(tunnel))
    assert list(unseen_requests([there])) == [unseen]
    for key in (0, 1, 2, 9):
        there.streams.pop(key, None)
    assert list(unseen_requests([there])) == [unseen]


def test_a_request_without_a_destination_is_recorded_as_cut_off(phone, tape):
    client = phone()
    client.send(b"GET /canary-to-nowhere HTTP/1.1\r\n\r\n")
    client.drain()
    (sent,) = tape.wait("sent")
    assert (sent.target, sent.truncated, sent.host) == ("/canary-to-nowhere", True, "")
    tape.wait("failed", id=sent.id)
