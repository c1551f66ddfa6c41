"""AES-CBC as openssl writes it."""

from __future__ import annotations

import subprocess

import pytest

from harness.decode.aes import cbc_decrypted


def test_what_openssl_encrypted_comes_back() -> None:
    run = subprocess.run(
        ["openssl", "enc", "-aes-128-cbc", "-K", "00112233445566778899aabbccddeeff", "-iv", "0" * 32],
        input=b"a text",
        capture_output=True,
        check=True,
    )

    assert (
        cbc_decrypted(run.stdout, bytes.fromhex("00112233445566778899aabbccddeeff"), bytes(16)) == b"a text"
    )


def test_a_wrong_key_or_length_raises_a_value_error() -> None:
    for data in (bytes(16), bytes(15)):
        with pytest.raises(ValueError):
            cbc_decrypted(data, bytes(16), bytes(16))
