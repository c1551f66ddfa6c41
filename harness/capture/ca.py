"""The recorder's own CA as Android wants it: the file name of a certificate in the system's trust store."""

from __future__ import annotations

import fcntl
import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.model.errors import SetupError

SEQUENCE = 0x30
CONSTRUCTED_VERSION = 0xA0
"""Tag of the optional version field of a certificate (RFC 5280 §4.1)."""
SUBJECT_FIELD = 4
"""Fields before the subject: serial number, signature algorithm, issuer, validity (RFC 5280 §4.1)."""


@contextmanager
def alone_in(confdir: Path) -> Iterator[None]:
    """Nobody else makes a CA in this folder meanwhile: recorders that start together share one."""
    confdir.mkdir(parents=True, exist_ok=True)
    with (confdir / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _element(data: bytes, start: int) -> tuple[int, int, int]:
    """Tag, start of the content and end of the DER element at `start` (X.690 §8.1).  Raises IndexError."""
    tag, length, at = data[start], data[start + 1], start + 2
    if length & 0x80:
        size = length & 0x7F
        length, at = int.from_bytes(data[at : at + size], "big"), at + size
    if at + length > len(data):
        raise IndexError(f"an element of {length} bytes ends beyond the data")
    return tag, at, at + length


def subject_of(certificate: bytes) -> bytes:
    """The subject's name of a DER certificate, as it is written there.  Raises SetupError."""
    try:
        _, body, _ = _element(certificate, 0)
        _, at, _ = _element(certificate, body)
        if certificate[at] == CONSTRUCTED_VERSION:
            at = _element(certificate, at)[2]
        for _ in range(SUBJECT_FIELD):
            at = _element(certificate, at)[2]
        tag, _, end = _element(certificate, at)
    except IndexError as error:
        raise SetupError(f"wanted a DER certificate, found {certificate[:16].hex()}...: {error}") from error
    if tag != SEQUENCE:
        raise SetupError(f"wanted the subject's name at byte {at}, found an element with tag {tag:#x}")
    return certificate[at:end]


def subject_hash_old(certificate: bytes) -> str:
    """What `openssl x509 -subject_hash_old` prints: 4 bytes of the MD5 of the subject, little-endian."""
    digest = hashlib.md5(subject_of(certificate), usedforsecurity=False).digest()
    return digest[3::-1].hex()


def trust_store_name(pem: Path) -> str:
    """The file name under which Android looks for this certificate (`<hash>.0`).  Raises SetupError."""
    try:
        certificate = ssl.PEM_cert_to_DER_cert(pem.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise SetupError(f"{pem}: wanted a certificate in PEM, found none that reads: {error}") from error
    return f"{subject_hash_old(certificate)}.0"
