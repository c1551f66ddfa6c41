from __future__ import annotations

import subprocess

import pytest

from harness.wrap import block

KEY = bytes(range(16))
IV = b"cfbsdfgsdfxccvd1"


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17])
@pytest.mark.parametrize("iv", [None, IV])
def test_openssl_undoes_it(size, iv):
    value = b"v" * size
    mode = ["-aes-128-ecb"] if iv is None else ["-aes-128-cbc", "-iv", iv.hex()]

    told = subprocess.run(
        ["openssl", "enc", "-d", *mode, "-K", KEY.hex()],
        input=block.wrap(value, key=KEY, iv=iv),
        capture_output=True,
        check=True,
    )

    assert told.stdout == value


def test_a_key_of_the_wrong_size_is_refused():
    with pytest.raises(ValueError, match="key"):
        block.wrap(b"", key=b"short")
