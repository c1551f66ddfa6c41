from __future__ import annotations

import gzip
import subprocess

from harness.wrap import onetrack


def test_openssl_and_gzip_undo_the_body():
    key = bytes(16)
    body = onetrack.wrap(b'[{"H":{},"B":{}}]', key=key)

    told = subprocess.run(
        ["openssl", "enc", "-d", "-aes-128-ecb", "-K", key.hex()], input=body, capture_output=True, check=True
    )

    assert len(body) % 16 == 0
    assert gzip.decompress(told.stdout) == b'[{"H":{},"B":{}}]'
