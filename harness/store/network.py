"""`exchanges.jsonl` as events: the network's side of a stored run, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.model.errors import EvidenceError
from harness.model.lines import Fault
from harness.model.message import ConnectionId, Direction, ExchangeId, Message, Transport
from harness.model.recording import NetworkEvent, Sent, Unread
from harness.model.wire import (
    Failed,
    HandshakeRefused,
    Headers,
    MessageAnswered,
    MessageSent,
    RecorderFault,
    RecorderStarted,
    RecorderStopped,
    Refused,
    WireLine,
)
from harness.store.adapters import EXCHANGES
from harness.store.bodies import BodyReader
from harness.store.lines import read_lines


@dataclass(frozen=True, slots=True)
class _Request:
    scheme: str
    host: str
    port: int
    target: bytes


class NetworkLog:
    """Reads the recorder's file event by event; bodies are loaded one at a time.

    A last line that was cut off (a killed recorder) is not an event; `cut_off` tells of it afterwards.
    Raises EvidenceError for lines and bodies that do not read.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self.cut_off: list[bytes] = []

    def events(self) -> Iterator[NetworkEvent]:
        """Every event in the order in which it was written."""
        with BodyReader(self._data / "bodies") as bodies:
            reader = _Reader(bodies)
            for line in read_lines(self._data, EXCHANGES, cut_off=self.cut_off):
                try:
                    event = reader.event(line)
                except UnicodeEncodeError as error:
                    raise EvidenceError(
                        f"{self._data / 'exchanges.jsonl'}: wanted latin-1 text in the line with seq "
                        f"{line.sequence}, found {error.object[:60]!r}"
                    ) from error
                if event is not None:
                    yield event


class _Reader:
    """Turns lines into events; keeps the requests whose answers are still to come."""

    def __init__(self, bodies: BodyReader) -> None:
        self._bodies = bodies
        self._waiting: dict[str, _Request] = {}

    def event(self, line: WireLine) -> NetworkEvent | None:
        """The event of a line, None for one that tells of the recorder alone."""
        match line:
            case MessageSent():
                return self._sent(line)
            case MessageAnswered():
                return self._answered(line)
            case HandshakeRefused() | Failed() | Refused():
                return _unread(line, self._waiting)
            case RecorderFault():
                return _fault(line, line.detail)
            case RecorderStarted() | RecorderStopped():
                return None
            case _:
                return line

    def _sent(self, line: MessageSent) -> Sent:
        target = line.target.encode("latin-1")
        if line.kind == "http":
            self._waiting[line.id] = _Request(line.scheme, line.host, line.port, target)
        message = Message(
            exchange=ExchangeId(line.id),
            direction=Direction(line.direction),
            transport=Transport(line.kind),
            sequence=line.sequence,
            time_us=line.time_us,
            host=line.host,
            port=line.port,
            body=self._bodies.load(line.body),
            scheme=line.scheme,
            method=line.method,
            target=target,
            headers=_headers(line.headers),
            connection=ConnectionId(line.conn),
            truncated=line.truncated,
        )
        return Sent(message, line.answered_by, line.digest)

    def _answered(self, line: MessageAnswered) -> NetworkEvent:
        request = self._waiting.pop(line.id, None)
        if request is None:
            return _fault(line, f"an answer to {line.id}, which nobody asked")
        message = Message(
            exchange=ExchangeId(line.id),
            direction=Direction.IN,
            transport=Transport.HTTP,
            sequence=line.sequence,
            time_us=line.time_us,
            host=request.host,
            port=request.port,
            body=self._bodies.load(line.body),
            scheme=request.scheme,
            target=request.target,
            headers=_headers(line.headers),
            status=line.status,
            truncated=line.truncated,
        )
        return Sent(message, "", "", line.peer, line.address or "", line.address_from)


def _headers(pairs: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


def _unread(line: HandshakeRefused | Failed | Refused, waiting: dict[str, _Request]) -> Unread:
    exchange: str | None = None
    host = line.host or ""
    match line:
        case HandshakeRefused(error=detail, sni=sni):
            host = host or sni or ""
        case Failed(error=detail, id=exchange):
            request = waiting.pop(exchange, None) if exchange else None
            host = host or (request.host if request else "")
        case Refused(reason=detail):
            pass
    return Unread(line.event, line.sequence, line.time_us, line.conn, exchange, host, line.port or 0, detail)


def _fault(line: WireLine, detail: str) -> Fault:
    return Fault(sequence=line.sequence, time_us=line.time_us, fault="recorder", detail=detail)
