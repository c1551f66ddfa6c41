"""The update check of `com.android.updater` (`miotaV3.php`), see the facts on updates."""

from __future__ import annotations

from harness.wrap import b64, block, form

KEY = b"miuiotavalided11"
IV = b"0102030405060708"


def wrap(value: bytes, *, token: str = "") -> bytes:
    """The form around the JSON object of a phone that is not signed in: `q`, `t`, `s=1`."""
    sealed = b64.wrap(block.wrap(value, key=KEY, iv=IV))
    return form.fields([("q", sealed), ("t", token.encode()), ("s", b"1")])
