"""What a TLS handshake tells: offered versions and protocols, certificates."""

from __future__ import annotations

import ssl
from collections.abc import Iterable

from mitmproxy import certs, tls

SUPPORTED_VERSIONS = 43
"""Extension number, RFC 8446 §4.2.1."""
GREASE = 0x0A0A
"""What is left of every reserved value under the mask 0x0f0f, RFC 8701 §2."""
VERSIONS = {
    0x0300: "SSLv3",
    0x0301: "TLSv1",
    0x0302: "TLSv1.1",
    0x0303: "TLSv1.2",
    0x0304: "TLSv1.3",
}


def _name(number: int) -> str | None:
    """A version's name; None for GREASE (RFC 8701), hexadecimal for what is not known."""
    if number & 0x0F0F == GREASE:
        return None
    return VERSIONS.get(number, f"{number:#06x}")


def offered_versions(hello: tls.ClientHello) -> tuple[str, ...]:
    """The TLS versions a client offers, most wanted first.

    Without the extension `supported_versions` the field of the hello is the highest version and the only
    one that is told (RFC 8446 §4.1.2).
    """
    for kind, body in hello.extensions:
        if kind == SUPPORTED_VERSIONS and isinstance(body, bytes) and body:
            listed = body[1 : 1 + body[0]]
            numbers = [int.from_bytes(listed[at : at + 2], "big") for at in range(0, len(listed) - 1, 2)]
            return tuple(name for name in map(_name, numbers) if name)
    legacy = _name(int.from_bytes(hello.raw_bytes(wrap_in_record=False)[:2], "big"))
    return (legacy,) if legacy else ()


def alpn_names(protocols: Iterable[bytes]) -> tuple[str, ...]:
    """Application protocols as text, byte by byte (RFC 7301 allows any bytes)."""
    return tuple(bytes(name).decode("latin-1") for name in protocols)


def der(certificate: certs.Cert) -> bytes:
    """A certificate in its DER form."""
    return ssl.PEM_cert_to_DER_cert(certificate.to_pem().decode("ascii"))
