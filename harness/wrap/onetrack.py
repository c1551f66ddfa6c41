"""The OneTrack `/track/v4` body: AES-128-ECB(gzip(JSON array)), see the facts on OneTrack."""

from __future__ import annotations

from harness.wrap import block, compressed


def wrap(value: bytes, *, key: bytes) -> bytes:
    """The body around a JSON array of `{"H":{},"B":{}}` under the 16 byte session key."""
    return block.wrap(compressed.wrap(value), key=key)
