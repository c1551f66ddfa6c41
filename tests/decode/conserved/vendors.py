"""Messages of the built-in vendor's formats with tokens in what only those formats undo."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from harness.decode.vendors import miota, mistat
from tests.decode.conservation import Case, Tokens


def _encrypted(data: bytes, key: bytes, vector: str) -> bytes:
    padded = data + bytes([16 - len(data) % 16]) * (16 - len(data) % 16)
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector.encode())).encryptor()
    return cipher.update(padded) + cipher.finalize()


def miota_whole(tokens: Tokens) -> Case:
    data = b'{"d":"%s"}' % tokens.bytes()
    return tokens.case(base64.b64encode(_encrypted(data, miota.KEY.encode(), miota.VECTOR)))


def mistat_whole(tokens: Tokens) -> Case:
    key = bytes(range(16))
    sid = _encrypted(f"{key.hex()}_{tokens.text()}".encode(), bytes.fromhex(mistat._SID_KEY), mistat._VECTOR)
    payload = base64.urlsafe_b64encode(_encrypted(tokens.bytes(), key, mistat._VECTOR)).rstrip(b"=")
    return tokens.case(b"p=%s&sid=%s&fc=1" % (payload, sid.hex().encode()))


def mistat_negotiated(tokens: Tokens) -> Case:
    return tokens.case(b"p=QUFB&sid=00&fc=0", refused=True)


def onetrack_line(tokens: Tokens) -> Case:
    mark = tokens.draw_one((" payload:", "track data:"))
    return tokens.case(f'{tokens.text()}{mark} [{{"H":"{tokens.text()}"}}] {tokens.text()} '.encode())


def sensors_encrypted(tokens: Tokens) -> Case:
    """It adds nothing to the parts of the form."""
    return tokens.case(b"gzip=%s&data_list=QUFB" % tokens.draw_one((b"9", b"13")), refused=True)


def sensors_wrong(tokens: Tokens) -> Case:
    return tokens.case(b"crc=1&gzip=1&data_list=QUFB", refused=True)


WRITERS = {
    "vendors.miota": (miota_whole,),
    "vendors.mistat": (mistat_whole, mistat_negotiated),
    "vendors.onetrack": (onetrack_line,),
    "vendors.sensors": (sensors_encrypted, sensors_wrong),
}
