"""AES as the vendor's clients use it with keys that are known: CBC and ECB with PKCS padding."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def cbc_decrypted(data: bytes, key: bytes, vector: bytes) -> bytes:
    """AES-CBC with PKCS#7 padding undone.  Raises ValueError where length or padding are wrong."""
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    padded = cipher.update(data) + cipher.finalize()
    padding = PKCS7(128).unpadder()
    return padding.update(padded) + padding.finalize()
