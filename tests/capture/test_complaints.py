from __future__ import annotations

import logging

import pytest

from harness.capture.complaints import Complaints
from harness.capture.connections import Connections
from harness.capture.gateway.names import Names
from harness.capture.guard import Guard
from harness.capture.upstream import Upstream
from harness.model.wire import Failed

PEER = ("127.0.1.1", 4711)


class Recording:
    def __init__(self):
        self.events = []

    def write(self, line):
        self.events.append(line)


@pytest.fixture
def logged():
    recording, connections, faults = Recording(), Connections(Names(Upstream("claims.test", None))), []
    connections.open("c1.1", _Client())
    handler = Complaints(Guard(faults.append), recording, connections)

    def log(text, level=logging.INFO, client=PEER, error=None):
        info = (type(error), error, None) if error else None
        record = logging.LogRecord("mitmproxy.proxy.server", level, "", 0, text, (), info)
        record.client = client
        handler.emit(record)
        return recording.events

    log.handler = handler
    return log


class _Client:
    id = "1"
    peername = PEER


@pytest.mark.parametrize(
    "text",
    [
        "client connect",
        "client disconnect",
        "server connect api.vendor.test:443 (127.0.0.1:9)",
        "server disconnect api.vendor.test:443",
        "Client TLS handshake failed. The client does not trust the proxy's certificate",
        "Streaming response from api.vendor.test.",
        "Received WebSocket ping from client (payload: b'')",
        "Received WebSocket pong from server (payload: b'x')",
    ],
)
def test_what_stands_in_an_event_of_its_own_is_not_repeated(logged, text):
    assert logged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "127.0.1.1:4711: Bad HTTP request line: b'x'",
        "Client closed connection before completing request headers: b'GET /'",
        "HTTP/2 protocol error: x",
        "Received WebSocket ping from client (payload: b'x')",
        "client connect and something else",
    ],
)
def test_everything_else_is_a_gap_of_its_connection(logged, text):
    (failed,) = logged(text)
    assert (type(failed), failed.conn) == (Failed, "c1.1")
    assert text in failed.error


def test_an_error_is_a_gap_whatever_it_says_and_wherever_it_belongs(logged):
    (failed,) = logged("client connect", logging.ERROR, client=None, error=ValueError("crash"))
    assert failed.conn is None
    assert "crash" in failed.error


def test_after_the_end_nothing_is_written(logged):
    logged.handler.guard.end()
    assert logged("crash", logging.ERROR) == []
