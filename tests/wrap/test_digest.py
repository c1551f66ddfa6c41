from __future__ import annotations

import subprocess

import pytest

from harness.wrap import digest


@pytest.mark.parametrize("name", digest.NAMES)
def test_openssl_finds_the_same_hash(name):
    told = subprocess.run(
        ["openssl", "dgst", f"-{name}", "-r"], input=b"861234567890123", capture_output=True, check=True
    )

    assert digest.wrap(b"861234567890123", name=name) == told.stdout.split()[0]
    assert digest.wrap(b"861234567890123", name=name, upper=True) == told.stdout.split()[0].upper()


def test_an_unknown_hash_is_refused():
    with pytest.raises(ValueError, match="crc32"):
        digest.wrap(b"", name="crc32")
