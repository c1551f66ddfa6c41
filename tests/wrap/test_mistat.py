from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
from urllib.parse import parse_qsl

from harness.wrap import mistat

KEY = bytes(range(16))


def opened(data: bytes, key: bytes) -> bytes:
    return subprocess.run(
        ["openssl", "enc", "-d", "-aes-128-cbc", "-K", key.hex(), "-iv", b"cfbsdfgsdfxccvd1".hex()],
        input=data,
        capture_output=True,
        check=True,
    ).stdout


def test_the_form_opens_with_the_key_that_travels_in_it():
    body = mistat.wrap(b'{"es":[]}', key=KEY, time_ms=1588291200000)

    fields = dict(parse_qsl(body.decode(), strict_parsing=True))
    told, _, time_ms = opened(
        bytes.fromhex(fields["sid"]), bytes.fromhex("4ef8b4ac42dbc3f95320b73ae0edbd43")
    ).partition(b"_")
    assert time_ms == b"1588291200000"
    assert bytes.fromhex(told.decode()) == KEY
    assert gzip.decompress(opened(base64.b64decode(fields["p"]), KEY)) == b'{"es":[]}'


def test_the_signature_covers_every_field():
    fields = dict(parse_qsl(mistat.wrap(b"{}", key=KEY, time_ms=1, app_key="k").decode()))

    signature = fields.pop("sn")
    text = "".join(name + fields[name] for name in sorted(fields)) + "k"
    assert signature == hashlib.md5(text.encode()).hexdigest()
    assert fields["fc"] == "1"
