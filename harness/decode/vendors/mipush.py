"""Mi Push, facts §3.7: a long connection of a binary protocol that nobody can read."""

from __future__ import annotations

from harness.decode.vendor_format import VendorFormat
from harness.model.message import Message, Transport

CITATION = "Mi Push long connection, facts §3.7"


def ciphertext(message: Message, _body: bytes) -> str | None:
    """The connection's name, by the hosts of the facts."""
    host = message.host
    of_push = "app.chat." in host and host.endswith((".xiaomi.net", ".xiaomi.com"))
    return CITATION if of_push and message.transport is Transport.TCP else None


FORMAT = VendorFormat("mipush", CITATION, ciphertext=ciphertext)
