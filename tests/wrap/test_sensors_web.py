from __future__ import annotations

import base64
from urllib.parse import parse_qsl

from harness.wrap import sensors_web
from harness.wrap.sensors import java_hash


def test_one_event_goes_as_data_with_its_checksum_beside():
    fields = dict(parse_qsl(sensors_web.wrap(b'{"event":"x"}').decode(), strict_parsing=True))

    assert base64.b64decode(fields["data"]) == b'{"event":"x"}'
    assert fields["ext"] == f"crc={java_hash(fields['data'])}"


def test_a_batch_goes_as_data_list_alone():
    fields = dict(parse_qsl(sensors_web.wrap(b"[]", batch=True).decode(), strict_parsing=True))

    assert fields == {"data_list": base64.b64encode(b"[]").decode()}
