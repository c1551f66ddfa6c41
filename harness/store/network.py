"""`exchanges.jsonl` as events: the network's side of a stored run, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.model.errors import EvidenceError
from harness.model.message import (
    BodyReference,
    ConnectionId,
    Direction,
    ExchangeId,
    Message,
    Transport,
)
from harness.model.recording import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Fault,
    Heartbeat,
    NetworkEvent,
    Sent,
    TlsEstablished,
    TrafficMark,
    Unread,
)
from harness.store.bodies import BodyReader
from harness.store.lines import microseconds, read_lines

UNREAD = frozenset({"handshake-refused", "failed", "refused"})


@dataclass(frozen=True, slots=True)
class _Request:
    scheme: str
    host: str
    port: int
    target: bytes
    kind: str


def _headers(pairs: list[list[str]]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


class NetworkLog:
    """Reads the recorder's file event by event; bodies are loaded one at a time.

    A last line that was cut off (a killed recorder) is not an event; `cut_off` tells of it afterwards.
    Raises EvidenceError for lines and bodies that do not read.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / "exchanges.jsonl"
        self._bodies = BodyReader(data / "bodies")
        self.cut_off: list[bytes] = []

    def events(self) -> Iterator[NetworkEvent]:
        """Every event in the order in which it was written."""
        waiting: dict[str, _Request] = {}
        for line in read_lines(self._path, cut_off=self.cut_off):
            try:
                event = self._event(line, waiting)
            except (LookupError, TypeError, ValueError) as error:
                raise EvidenceError(
                    f"{self._path}: line with seq {line.get('seq')} does not read: {error!r}"
                ) from error
            if event is not None:
                yield event

    def _event(self, line: dict[str, Any], waiting: dict[str, _Request]) -> NetworkEvent | None:
        kind = line["event"]
        at = microseconds(line["t"])
        if kind == "sent":
            return self._sent(line, at, waiting)
        if kind == "answered":
            return self._answered(line, at, waiting)
        return _plain_event(kind, line, at, waiting)

    def _body(self, reference: Mapping[str, Any] | None) -> bytes:
        if reference is None:
            return b""
        wanted = BodyReference(
            int(reference["segment"]),
            int(reference["offset"]),
            int(reference["length"]),
            str(reference["sha256"]),
        )
        return self._bodies.load(wanted) if wanted.length else b""

    def _sent(self, line: dict[str, Any], at: int, waiting: dict[str, _Request]) -> Sent:
        request = _Request(
            line.get("scheme") or "tcp",
            line["host"],
            int(line["port"]),
            (line.get("target") or "").encode("latin-1"),
            line["kind"],
        )
        if line["kind"] == "http":
            waiting[line["id"]] = request
        direction = Direction.IN if line.get("direction") == "in" else Direction.OUT
        message = Message(
            exchange=ExchangeId(line["id"]),
            direction=direction,
            transport=Transport(line["kind"]),
            sequence=int(line["seq"]),
            time_us=at,
            host=request.host,
            port=request.port,
            body=self._body(line.get("body")),
            scheme=request.scheme,
            method=line.get("method") or "",
            target=request.target,
            headers=_headers(line.get("headers") or []),
            connection=ConnectionId(line["conn"]) if line.get("conn") else None,
            truncated=bool(line.get("truncated")),
        )
        return Sent(message, str(line.get("answered_by", "")), str(line.get("digest", "")))

    def _answered(self, line: dict[str, Any], at: int, waiting: dict[str, _Request]) -> NetworkEvent:
        request = waiting.pop(line["id"], None)
        if request is None:
            return Fault(
                int(line["seq"]), at, "recorder", f"an answer to {line['id']}, which nobody asked", None
            )
        peer = line.get("peer")
        message = Message(
            exchange=ExchangeId(line["id"]),
            direction=Direction.IN,
            transport=Transport(request.kind),
            sequence=int(line["seq"]),
            time_us=at,
            host=request.host,
            port=request.port,
            body=self._body(line.get("body")),
            scheme=request.scheme,
            target=request.target,
            headers=_headers(line.get("headers") or []),
            status=int(line["status"]),
            truncated=bool(line.get("truncated")),
        )
        return Sent(
            message,
            "",
            "",
            peer=(str(peer[0]), int(peer[1])) if peer else None,
            address=str(line.get("address") or ""),
            address_from=str(line.get("address_from") or "none"),
        )


def _plain_event(  # noqa: PLR0911  # one return for each kind of event
    kind: str, line: dict[str, Any], at: int, waiting: dict[str, _Request]
) -> NetworkEvent | None:
    sequence = int(line["seq"])
    if kind in UNREAD:
        request = waiting.pop(str(line.get("id")), None)
        host = line.get("host") or line.get("sni") or (request.host if request else "")
        detail = str(line.get("error") or line.get("reason") or "")
        return Unread(
            kind, sequence, at, line.get("conn"), line.get("id"), host, int(line.get("port") or 0), detail
        )
    match kind:
        case "flow-opened":
            client = line["client"]
            return ConnectionOpened(line["conn"], sequence, at, (str(client[0]), int(client[1])))
        case "flow-closed":
            return ConnectionClosed(
                line["conn"],
                sequence,
                at,
                int(line["sent_bytes"]),
                int(line["received_bytes"]),
                line.get("requests"),
            )
        case "client-hello":
            return ClientHello(
                line["conn"], sequence, at, line.get("sni") or "", tuple(line.get("versions") or ())
            )
        case "tls-established":
            return TlsEstablished(
                line["conn"], sequence, at, line["side"], line.get("version") or "", line.get("sni") or ""
            )
        case "traffic":
            figures = {conn: (int(sent), int(got)) for conn, (sent, got) in line["conns"].items()}
            return TrafficMark(line["mark"], sequence, at, figures)
        case "heartbeat":
            return Heartbeat(sequence, at)
        case "fault":
            return Fault(sequence, at, "recorder", str(line.get("detail", line)), None)
        case "started" | "stopped" | "pages":
            return None
    raise ValueError(f"wanted a known event, found {kind!r}")
