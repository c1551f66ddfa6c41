"""Update checks: decrypted with the known key, request and answer."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from harness.decode import DEFAULT
from harness.decode.vendors import miota


def encrypted(data: bytes, key: bytes = miota.KEY.encode()) -> bytes:
    padded = data + bytes([16 - len(data) % 16]) * (16 - len(data) % 16)
    cipher = Cipher(algorithms.AES(key), modes.CBC(miota.VECTOR.encode())).encryptor()
    return base64.b64encode(cipher.update(padded) + cipher.finalize())


def test_what_was_encrypted_comes_back() -> None:
    text = encrypted(b'{"d":"ginkgo","v":"V11"}')

    assert miota.matches(text)
    assert miota.unpack(text, DEFAULT) == [(("base64", "aes-128-cbc(miota)"), b'{"d":"ginkgo","v":"V11"}')]


def test_another_key_is_refused() -> None:
    with pytest.raises(ValueError):
        miota.unpack(encrypted(b'{"d":"ginkgo","v":"V11"}', b"another key 1234"), DEFAULT)
