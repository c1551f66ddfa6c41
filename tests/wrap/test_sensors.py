from __future__ import annotations

import base64
import gzip
from urllib.parse import parse_qsl

import pytest

from harness.wrap import sensors


def test_the_body_has_the_fields_of_the_android_client_in_their_order():
    body = sensors.wrap(b'[{"event":"search"}]', instant=True)

    pairs = parse_qsl(body.decode(), strict_parsing=True)
    assert [name for name, _ in pairs] == ["crc", "gzip", "data_list", "instant_event"]
    fields = dict(pairs)
    assert fields["gzip"] == "1"
    assert gzip.decompress(base64.b64decode(fields["data_list"])) == b'[{"event":"search"}]'
    assert int(fields["crc"]) == sensors.java_hash(fields["data_list"])


@pytest.mark.parametrize(
    ("text", "code"),
    # by the definition in the Java documentation; the fourth is the known word of the smallest integer
    [("", 0), ("a", 97), ("hello", 99162322), ("polygenelubricants", -2147483648), ("\U0001f600", 1772899)],
)
def test_the_checksum_is_javas_hash_code(text, code):
    assert sensors.java_hash(text) == code
