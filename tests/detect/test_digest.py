"""Digests as openssl writes them."""

from __future__ import annotations

import subprocess

import pytest

from harness.detect import digest


@pytest.mark.parametrize(
    "name", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "blake2b512"]
)
def test_direct_digests_are_those_of_openssl(name: str) -> None:
    run = subprocess.run(
        ["openssl", "dgst", f"-{name}", "-r"], input=b"861234567890127", capture_output=True, check=True
    )

    known = {form: hashed.hex() for form, hashed in digest.direct("861234567890127")}

    assert (
        known[name.removesuffix("512") if name.startswith("blake") else name]
        == run.stdout.split()[0].decode()
    )


def test_keyed_digests_are_those_of_openssl() -> None:
    run = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "salt", "-r"], input=b"value", capture_output=True, check=True
    )

    known = {form: hashed.hex() for form, hashed in digest.keyed("value", ("salt",))}

    assert known["hmac-sha256:salt"] == run.stdout.split()[0].decode()


def test_a_digest_of_a_digest_knows_how_the_inner_one_was_written() -> None:
    assert {form for form, _ in digest.twice("x")} >= {"md5(sha1)", "md5(sha1/upper-hex)", "md5(sha1/raw)"}
