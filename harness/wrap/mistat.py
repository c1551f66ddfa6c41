"""The MiStat upload form with a self-made key (`fc=1`), see the facts on MiStat.

The key travels in `sid` under a constant of the SDK: whoever reads the form can open it.
"""

from __future__ import annotations

import hashlib

from harness.wrap import b64, block, compressed, form, hexadecimal

IV = b"cfbsdfgsdfxccvd1"
SID_KEY = bytes.fromhex("4ef8b4ac42dbc3f95320b73ae0edbd43")


def wrap(
    value: bytes,
    *,
    key: bytes,
    time_ms: int,
    app_id: str = "2882303761517405954",
    app_key: str = "5881740576954",
    region: str = "SG",
) -> bytes:
    """The form around a JSON object of events, `key` being the 16 byte session key.

    `app_id` and `app_key` are the sending app's at the vendor; the defaults are made up.
    """
    sid = hexadecimal.wrap(block.wrap(hexadecimal.wrap(key) + b"_%d" % time_ms, key=SID_KEY, iv=IV))
    fields = {
        "ai": app_id.encode(),
        "fc": b"1",
        "p": b64.wrap(block.wrap(compressed.wrap(value), key=key, iv=IV)),
        "pv": b"3.0",
        "rg": region.encode(),
        "sid": sid,
        "sv": b"3.0.16",
    }
    signed = b"".join(name.encode() + fields[name] for name in sorted(fields)) + app_key.encode()
    fields["sn"] = hashlib.md5(signed, usedforsecurity=False).hexdigest().encode()
    return form.fields(list(fields.items()))
