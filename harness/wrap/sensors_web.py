"""The Sensors Analytics body of web clients.

Source: sensorsdata/sa-sdk-javascript `sensorsdata.es6.js`: one event as `data` with `ext`, a batch as
`data_list`, both base64 without compression.
"""

from __future__ import annotations

from harness.wrap import b64, form
from harness.wrap.sensors import java_hash


def wrap(value: bytes, *, batch: bool = False) -> bytes:
    """The query or body around one JSON event, or around a JSON array with `batch`."""
    data = b64.wrap(value)
    if batch:
        return form.fields([("data_list", data)])
    return form.fields([("data", data), ("ext", b"crc=%d" % java_hash(data.decode("ascii")))])
