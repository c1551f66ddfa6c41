"""The identifiers of one handset, derived from the seed of its state folder.

No real device can have them: the IMEIs carry a type allocation code of the test range (00 1xxxxx, GSMA
TS.06) and a valid Luhn digit, the MAC addresses have the locally-administered bit set.
"""

from __future__ import annotations

import hashlib
import uuid

from harness.virtual.inventory import Identifiers
from harness.virtual.state import Document

TEST_TYPE_ALLOCATION_CODE = "00101700"


def derive(seed: bytes, document: Document) -> Identifiers:
    """The identifiers of that seed; `document` holds those that a user can reset."""

    def piece(name: str) -> bytes:
        return hashlib.sha256(seed + name.encode()).digest()

    def imei(name: str) -> str:
        body = TEST_TYPE_ALLOCATION_CODE + f"{int.from_bytes(piece(name)[:6], 'big') % 10**6:06d}"
        return body + luhn_digit(body)

    def mac(name: str) -> str:
        return ":".join(f"{byte:02x}" for byte in bytes([0x02]) + piece(name)[:5])

    def random_uuid(name: str) -> str:
        return str(uuid.UUID(bytes=piece(name)[:16], version=4))

    return Identifiers(
        serial=piece("serial").hex()[:8],
        imei=imei("imei"),
        imei2=imei("imei2"),
        wifi_mac=mac("wifi"),
        bluetooth_mac=mac("bluetooth").upper(),
        gaid=str(document.data.get("gaid") or random_uuid("gaid")),
        oaid=piece("oaid").hex()[:16],
        aaid=str(document.data.get("aaid") or random_uuid("aaid")),
        shell_android_id=piece("android_id").hex()[:16],
        seed=seed,
    )


def luhn_digit(digits: str) -> str:
    """The check digit that makes a number valid (ISO/IEC 7812-1 annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004  # the digit sum of a two-digit number
    return str(-total % 10)
