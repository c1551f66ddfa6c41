"""Bytes that nobody can read without a secret, by the name of who sends them there."""

from __future__ import annotations

from harness.decode import media
from harness.decode.kind import entropy_is_high
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import Direction, GapReason, Message, Transport

_LEAST_FOR_ENTROPY = 16
_QUIC_LONG = 0xC0
_HTTPS = 443


def name(  # noqa: PLR0911 (one reason per kind of flow)
    message: Message, data: bytes, formats: VendorFormats, *, is_body: bool
) -> tuple[GapReason, str] | None:
    """Why the bytes of a leaf cannot be read; None where that is no loss (media that came in)."""
    sort = media.kind(data)
    if sort is not None:
        return (GapReason.MEDIA, sort) if message.direction is Direction.OUT else None
    if is_body:
        encrypted = formats.ciphertext(message, data)
        if message.transport is Transport.TCP:
            return GapReason.TCP_OPAQUE, encrypted or "TCP payload of no known format"
        if message.transport is Transport.UDP:
            if data[0] & _QUIC_LONG == _QUIC_LONG or message.port == _HTTPS:
                return GapReason.QUIC, "QUIC"
            return GapReason.UDP_OPAQUE, encrypted or "UDP payload of no known format"
        if encrypted:
            return GapReason.ENCRYPTED, encrypted
    if len(data) >= _LEAST_FOR_ENTROPY and entropy_is_high(data):
        return (
            GapReason.ENCRYPTED,
            "bytes spread evenly, of no known format: encrypted or unknown compression",
        )
    return GapReason.UNKNOWN_FORMAT, "bytes of no known format"
