"""Makes samples with other people's encoders that no test needs.

`pip install base58 base45 base91 cramjam lzstring pymongo fastavro`, then
`python tests/samples/make_encoded.py` from the repository.

Made with base58 2.1.1, base45 0.4.4, base91 1.0.1, cramjam 2.14.0, lzstring 1.0.4, pymongo 4.20.1,
fastavro 1.13.1, and xz, bzip2, zip and xxd of the system.  `regenerate.py` writes the reading beside each.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import base45
import base58
import base91
import bson
import cramjam
import fastavro
from lzstring import LZString

SAMPLES = Path(__file__).parent
VALUE = b"kqxv7h2mzp.claims.test"
EVENT = b'{"event":"open","url":"https://kqxv7h2mzp.claims.test/a?q=red","n":[1,2,3]}'
SCHEMA: dict[str, Any] = {
    "type": "record",
    "name": "Event",
    "fields": [
        {"name": "url", "type": ["null", "string"]},
        {"name": "counts", "type": {"type": "map", "values": "long"}},
        {"name": "tags", "type": {"type": "array", "items": "bytes"}},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["OPEN", "CLOSE"]}},
    ],
}


def tool(*command: str) -> bytes:
    """What a program makes of the event."""
    return subprocess.run(command, input=EVENT, capture_output=True, check=True).stdout


def avro(codec: str) -> bytes:
    """A file of two records."""
    out = io.BytesIO()
    record = {"url": VALUE.decode(), "counts": {"a": 1}, "tags": [b"x", VALUE], "kind": "CLOSE"}
    fastavro.writer(out, SCHEMA, [record, {**record, "url": None}], codec=codec, sync_marker=bytes(16))
    return out.getvalue()


def archive() -> bytes:
    """An archive of a file whose name tells something."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "kqxv7h2mzp.json").write_bytes(EVENT)
        subprocess.run(["zip", "-qX", "a.zip", "kqxv7h2mzp.json"], cwd=folder, check=True)
        return (Path(folder) / "a.zip").read_bytes()


MADE = {
    "xz/json": tool("xz", "-c"),
    "xz/alone": tool("xz", "--format=lzma", "-c"),
    "bzip2/json": tool("bzip2", "-c"),
    "snappy/raw": bytes(cramjam.snappy.compress_raw(EVENT * 3)),
    "snappy/framed": bytes(cramjam.snappy.compress(EVENT * 3)),
    "zip/deflated": archive(),
    "zip/streamed": tool("zip", "-q", "-", "-"),
    "lz-string/base64": LZString().compressToBase64(EVENT.decode()).encode(),
    "lz-string/uri": LZString().compressToEncodedURIComponent(EVENT.decode()).encode(),
    "lz-string/utf-16": LZString().compressToUTF16(EVENT.decode()).encode(),
    "bson/event": bson.encode({"a": 1, "b": {"c": [VALUE.decode(), 2.5, None, True]}, "d": VALUE}),
    "avro/plain": avro("null"),
    "avro/deflated": avro("deflate"),
    "avro/snappy": avro("snappy"),
    "base58/bitcoin": base58.b58encode(VALUE),
    "base58/ripple": base58.b58encode(VALUE, alphabet=base58.RIPPLE_ALPHABET),
    "base45/text": base45.b45encode(VALUE),
    "base91/json": base91.encode(EVENT).encode(),
    "hex-list/xxd": tool("xxd"),
    "hex-list/xxd-c": tool("xxd", "-i"),
}

for name, body in MADE.items():
    (SAMPLES / name).parent.mkdir(exist_ok=True)
    (SAMPLES / f"{name}.bin").write_bytes(body)
