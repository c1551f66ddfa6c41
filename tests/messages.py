"""A message as the recorder stores it, all of it given but what a test is about."""

from __future__ import annotations

from harness.model.message import Direction, ExchangeId, Message, Transport


def sent(body: bytes, **fields: object) -> Message:
    """What a phone sent to `host.test`; `fields` replace any other part of it."""
    given: dict[str, object] = {
        "exchange": ExchangeId("1"),
        "direction": Direction.OUT,
        "transport": Transport.HTTP,
        "sequence": 1,
        "time_us": 0,
        "host": "host.test",
        "port": 443,
        "target": b"/",
        "body": body,
    }
    return Message(**{**given, **fields})  # type: ignore[arg-type]
