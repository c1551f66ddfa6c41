from __future__ import annotations

import base64
import subprocess
from urllib.parse import parse_qsl

from harness.wrap import ota


def test_openssl_reads_the_question():
    fields = dict(parse_qsl(ota.wrap(b'{"d":"lancelot"}').decode(), keep_blank_values=True))

    told = subprocess.run(
        [
            *("openssl", "enc", "-d", "-aes-128-cbc"),
            *("-K", b"miuiotavalided11".hex(), "-iv", b"0102030405060708".hex()),
        ],
        input=base64.b64decode(fields["q"]),
        capture_output=True,
        check=True,
    )

    assert told.stdout == b'{"d":"lancelot"}'
    assert (fields["t"], fields["s"]) == ("", "1")
