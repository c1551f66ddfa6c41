"""Digests of values: which functions, of which spellings, hashed again, keyed or salted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from harness.detect.spelling import spellings

Hash = Callable[[bytes], bytes]

HASHES: tuple[tuple[str, Hash], ...] = (
    ("md5", lambda b: hashlib.md5(b, usedforsecurity=False).digest()),
    ("sha1", lambda b: hashlib.sha1(b, usedforsecurity=False).digest()),
    ("sha256", lambda b: hashlib.sha256(b).digest()),
    ("sha224", lambda b: hashlib.sha224(b).digest()),
    ("sha384", lambda b: hashlib.sha384(b).digest()),
    ("sha512", lambda b: hashlib.sha512(b).digest()),
    ("sha3-256", lambda b: hashlib.sha3_256(b).digest()),
    ("blake2b", lambda b: hashlib.blake2b(b).digest()),
)
"""The digests that SDKs of the facts and common libraries offer; BLAKE2b with 64 bytes."""

LEAST = 8
"""Bytes: a digest cut shorter is not searched."""

_KEYED = ("md5", "sha1", "sha256", "sha512")


def direct(value: str) -> Iterator[tuple[str, bytes]]:
    """Digests of the usual spellings: (form, digest)."""
    for suffix, spelling in spellings(value):
        data = spelling.encode("utf-8", "surrogatepass")
        for name, hash_ in HASHES:
            yield name + suffix, hash_(data)


def twice(value: str) -> Iterator[tuple[str, bytes]]:
    """Digests of digests, the inner one as lower or upper hex or as its bytes."""
    for suffix, spelling in spellings(value):
        if suffix.count("/") > 1:
            continue
        data = spelling.encode("utf-8", "surrogatepass")
        for inner_name, inner in HASHES:
            once = inner(data)
            lower = once.hex().encode()
            upper = lower.upper()
            for name, outer in HASHES:
                yield f"{name}({inner_name}{suffix})", outer(lower)
                yield f"{name}({inner_name}{suffix}/upper-hex)", outer(upper)
                yield f"{name}({inner_name}{suffix}/raw)", outer(once)


@lru_cache(maxsize=4096)
def unkeyed(value: str) -> tuple[tuple[str, bytes], ...]:
    """`direct` and `twice` together, remembered: a run is judged many times while it grows."""
    return (*direct(value), *twice(value))


def keyed(value: str, salts: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """HMAC and salted digests with declared salts: salt before, after, joined by nothing or a separator."""
    for suffix, spelling in spellings(value):
        data = spelling.encode("utf-8", "surrogatepass")
        for salt in salts:
            key = salt.encode("utf-8", "surrogatepass")
            for name, hash_ in HASHES:
                if name in _KEYED:
                    yield f"hmac-{name}{suffix}:{salt}", hmac.new(key, data, name).digest()
                    yield f"{name}{suffix}:salted:{salt}", hash_(key + data)
                    yield f"{name}{suffix}:salted:{salt}", hash_(data + key)
                    for joint in (b":", b"_", b"-", b"|", b"&"):
                        yield f"{name}{suffix}:salted:{salt}", hash_(key + joint + data)
                        yield f"{name}{suffix}:salted:{salt}", hash_(data + joint + key)
