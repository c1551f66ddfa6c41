"""What the proxy merely logs: unreadable requests, protocol errors, crashes of its layers.

mitmproxy shows no hook a request that it cannot parse.  Its log tells of it, so every record that is not
known to be harmless becomes a `failed` event of its connection: a gap, never silence.
"""

from __future__ import annotations

import logging
import re

from harness.capture.connections import Connections
from harness.capture.guard import Guard
from harness.capture.recording import Recording
from harness.model.wire import Failed

HARMLESS = re.compile(
    r"client (connect|disconnect|kill connection)$"
    r"|server (connect|disconnect) "
    r"|server connection to .+ killed before connect"
    r"|error establishing server connection"
    r"|(Client|Server) TLS handshake failed"
    r"|Streaming (request to|response from) "
    r"|Lowercased "
    r"|Received WebSocket p[io]ng from (client \(payload: b''\)|server )"
    r"|Closing connection due to inactivity"
    r"|(HTTP\(S\) proxy|The phone's router) (at .+ stopped|listening at )"
    r"|The proxy shall not connect to itself"
    r"|[^ ]+: HTTP/2 connection closed: <ConnectionTerminated error_code:(0|ErrorCodes.NO_ERROR)"
)
"""Records that say nothing of lost content: what they tell stands in an event of its own."""


class Complaints(logging.Handler):
    """Turns the proxy's own log records into events."""

    def __init__(self, guard: Guard, recording: Recording, connections: Connections) -> None:
        super().__init__(logging.INFO)
        self.guard = guard
        self._recording = recording
        self._connections = connections

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, unless it is harmless or the recording is over."""
        text = record.getMessage()
        if self.guard.ended or (record.levelno < logging.ERROR and HARMLESS.match(text)):
            return
        cause = f": {record.exc_info[1]!r}" if record.exc_info and record.exc_info[1] else ""
        conn = self._connections.find(getattr(record, "client", None))
        with self.guard:
            self._recording.write(Failed(conn=conn, error=f"the proxy says: {text}{cause}"[:600]))
