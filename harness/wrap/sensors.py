"""The Sensors Analytics upload body of Android clients.

Source: sensorsdata/sa-sdk-android `AnalyticsMessages.java`, see the facts on Sensors Analytics.
"""

from __future__ import annotations

from harness.wrap import b64, compressed, form


def wrap(value: bytes, *, instant: bool = False) -> bytes:
    """The form around a JSON array of events: `crc`, `gzip=1`, `data_list` = base64(gzip(array))."""
    data = b64.wrap(compressed.wrap(value))
    pairs = [("crc", b"%d" % java_hash(data.decode("ascii"))), ("gzip", b"1"), ("data_list", data)]
    if instant:
        pairs.append(("instant_event", b"true"))
    return form.fields(pairs)


def java_hash(text: str) -> int:
    """Java's `String.hashCode()`: signed 32 bits over UTF-16 code units."""
    units = text.encode("utf-16-be")
    total = 0
    for index in range(0, len(units), 2):
        total = (31 * total + (units[index] << 8 | units[index + 1])) & 0xFFFFFFFF
    return total - (1 << 32) if total & 0x80000000 else total
