"""Bytes that nobody can read without a secret, by the name of who sends them there (facts §3)."""

from __future__ import annotations

from harness.decode import media
from harness.decode.kind import entropy_is_high
from harness.model.message import Direction, GapReason, Message, Transport

_LEAST_FOR_ENTROPY = 16
_QUIC_LONG = 0xC0
_PUSH = "Mi Push long connection, facts §3.7"


def push_host(host: str) -> bool:
    """Whether a host is one of the push service's long connection (facts §3.7)."""
    return "app.chat." in host and host.endswith((".xiaomi.net", ".xiaomi.com"))


def name(  # noqa: PLR0911 (one reason per kind of flow)
    message: Message, data: bytes, *, is_body: bool
) -> tuple[GapReason, str] | None:
    """Why the bytes of a leaf cannot be read; None where that is no loss (media that came in)."""
    sort = media.kind(data)
    if sort is not None:
        return (GapReason.MEDIA, sort) if message.direction is Direction.OUT else None
    if is_body:
        if message.transport is Transport.TCP:
            detail = _PUSH if push_host(message.host) else "TCP payload of no known format"
            return GapReason.TCP_OPAQUE, detail
        if message.transport is Transport.UDP:
            if data[0] & _QUIC_LONG == _QUIC_LONG or message.port == _HTTPS:
                return GapReason.QUIC, "QUIC"
            return GapReason.UDP_OPAQUE, "UDP payload of no known format"
        path = message.target.partition(b"?")[0]
        if path == b"/track/v4" and len(data) % 16 == 0:
            return GapReason.ENCRYPTED, "onetrack /track/v4: AES-128-ECB with a negotiated key, facts §3.2"
    if len(data) >= _LEAST_FOR_ENTROPY and entropy_is_high(data):
        return (
            GapReason.ENCRYPTED,
            "bytes spread evenly, of no known format: encrypted or unknown compression",
        )
    return GapReason.UNKNOWN_FORMAT, "bytes of no known format"


_HTTPS = 443
