"""HTTP traffic as HAR 1.2, for people and for other tools.

HAR has no place for handshakes, gaps, DNS or raw flows: those stay in the run folder, and the log's
comment says how many messages were left out.  Bodies that are no UTF-8 are base64 (`_encoding` in a
request, since HAR 1.2 knows it in responses alone).
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from harness.model.judgement import Judgement
from harness.model.message import Direction, Message, Transport
from harness.model.recording import Recording, Sent

ARM_MOST = 12
"""Exchanges of each arm that go into a scenario's attachment beside its witnesses."""
BODY_MOST = 64 * 1024
"""Bytes of a body that go into an attachment; the run folder has all of them."""
ENTRIES_MOST = 500
"""Exchanges in one attachment; those that witness something come in any case."""


@dataclass(slots=True)
class _Exchange:
    request: Message
    response: Message | None = None


def traffic_of(
    recording: Recording, judgements: Sequence[Judgement], per_arm: int = ARM_MOST
) -> Callable[[Sequence[Judgement]], str]:
    """The traffic of any of these judgements as HAR, from one pass over the run.

    Kept are all witnessing exchanges and the first `per_arm` of each arm; the rest is in the run folder.
    Empty for judgements that rest on no recording.
    """
    spans = [(arm.id, arm.opened_us, arm.closed_us) for arm in recording.arms()]
    witnesses = {witness.exchange for item in judgements for witness in item.witnesses}
    kept: dict[str, tuple[str, list[Message]]] = {}
    counts: Counter[str] = Counter()
    for event in recording.events():
        if not isinstance(event, Sent) or event.message.transport is not Transport.HTTP:
            continue
        message = event.message
        if message.direction is Direction.IN:
            if message.exchange in kept:
                kept[message.exchange][1].append(message)
            continue
        arm = next(
            (
                name
                for name, start, end in spans
                if start <= message.time_us and (end is None or message.time_us <= end)
            ),
            "",
        )
        counts[arm] += 1
        if message.exchange in witnesses or (arm and counts[arm] <= per_arm):
            kept[message.exchange] = (arm, [message])

    def of(own: Sequence[Judgement]) -> str:
        arms = {arm for item in own for arm in item.arms}
        mine = {witness.exchange for item in own for witness in item.witnesses}
        if not arms and not mine:
            return ""
        wanted = [m for name, (arm, several) in kept.items() if name in mine or arm in arms for m in several]
        return har(wanted, mine)

    return of


def har(messages: Iterable[Message], keep: Collection[str] = (), most: int = ENTRIES_MOST) -> str:
    """The HTTP exchanges among the messages, in the order of their requests."""
    exchanges: dict[str, _Exchange] = {}
    other = left_out = 0
    for message in messages:
        if message.transport is not Transport.HTTP:
            other += 1
        elif message.direction is Direction.IN:
            if message.exchange in exchanges:
                exchanges[message.exchange].response = message
        elif len(exchanges) < most or message.exchange in keep:
            exchanges[message.exchange] = _Exchange(message)
        else:
            left_out += 1
    log: dict[str, Any] = {
        "version": "1.2",
        "creator": {"name": "claims", "version": "1"},
        "comment": f"left out: {left_out} further exchanges, {other} messages that are not HTTP",
        "entries": [_entry(exchange) for exchange in exchanges.values()],
    }
    return json.dumps({"log": log}, indent=1)


def _entry(exchange: _Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    wait = (response.time_us - request.time_us) / 1000 if response else -1
    return {
        "startedDateTime": datetime.fromtimestamp(request.time_us / 1e6, UTC).isoformat(),
        "time": max(wait, 0),
        "request": {
            "method": request.method,
            "url": request.url,
            "httpVersion": "",
            "cookies": [],
            "headers": _headers(request),
            "queryString": _query(request),
            "headersSize": -1,
            "bodySize": len(request.body),
            **_post(request),
        },
        "response": _response(response),
        "cache": {},
        "timings": {"send": 0, "wait": wait, "receive": 0},
        "connection": request.connection or "",
        "comment": f"exchange {request.exchange}",
    }


def _response(message: Message | None) -> dict[str, Any]:
    body = message.body if message else b""
    return {
        "status": (message.status or 0) if message else 0,
        "statusText": "" if message else "no answer recorded",
        "httpVersion": "",
        "cookies": [],
        "headers": _headers(message) if message else [],
        "content": {
            "size": len(body),
            "mimeType": _header(message, b"content-type"),
            **_text(body, "encoding"),
        },
        "redirectURL": _header(message, b"location"),
        "headersSize": -1,
        "bodySize": len(body),
    }


def _post(message: Message) -> dict[str, Any]:
    if not message.body:
        return {}
    kind = _header(message, b"content-type")
    return {"postData": {"mimeType": kind, "params": [], **_text(message.body, "_encoding")}}


def _text(body: bytes, encoding: str) -> dict[str, str]:
    shown = body[:BODY_MOST]
    cut = {"comment": f"the first {BODY_MOST} of {len(body)} bytes"} if len(body) > BODY_MOST else {}
    try:
        return {"text": shown.decode("utf-8"), **cut}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(shown).decode("ascii"), encoding: "base64", **cut}


def _query(message: Message) -> list[dict[str, str]]:
    try:
        pairs = parse_qsl(urlsplit(message.target.decode("latin-1")).query, keep_blank_values=True)
    except ValueError:
        return []
    return [{"name": name, "value": value} for name, value in pairs]


def _headers(message: Message) -> list[dict[str, str]]:
    return [
        {"name": name.decode("latin-1"), "value": value.decode("latin-1")} for name, value in message.headers
    ]


def _header(message: Message | None, name: bytes) -> str:
    values = [value for key, value in message.headers if key.lower() == name] if message else []
    return values[0].decode("latin-1") if values else ""
