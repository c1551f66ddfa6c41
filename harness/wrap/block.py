"""AES blocks with PKCS #5 padding, the ciphers of the vendor's SDKs (FIPS 197, RFC 8018 §6.1.1)."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.padding import PKCS7


def wrap(value: bytes, *, key: bytes, iv: bytes | None = None) -> bytes:
    """`value` padded and encrypted: CBC with `iv`, ECB without.  Raises ValueError for a bad key size."""
    pad = PKCS7(128).padder()
    engine = Cipher(AES(key), ECB() if iv is None else CBC(iv)).encryptor()  # noqa: S305 - as the SDKs do
    return engine.update(pad.update(value) + pad.finalize()) + engine.finalize()
