"""Which computers may debug the phone: the keys it knows, and the questions about those it does not.

Source: AOSP system/core/adb (adb_auth_host.cpp, android_pubkey) and AdbDebuggingManager.java.  A public
key travels as base64 of a structure, then a space and the computer's name.  Keys that are allowed always
are kept one a line in /data/misc/adb/adb_keys; "this time only" holds until the phone restarts.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1

from harness.virtual.files import ROOT_UID, FileSystem

KEYS = "/data/misc/adb/adb_keys"
TOKEN_BYTES = 20
WORDS = 64
LAYOUT = struct.Struct(f"<II{4 * WORDS}s{4 * WORDS}sI")
"""Words of the modulus, n0inv, modulus, R squared mod n, exponent; numbers little-endian."""


class BadKey(ValueError):
    """A text that is no public key of adb."""


def decode(text: str) -> bytes:
    """The structure in a public key's text.  Raises BadKey."""
    try:
        raw = base64.b64decode(text.partition(" ")[0], validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey(f"wanted a public key of adb, found {text[:30]!r}: {error}") from error
    if len(raw) != LAYOUT.size or LAYOUT.unpack(raw)[0] != WORDS:
        raise BadKey(f"wanted a public key of adb, found {len(raw)} bytes")
    return raw


def fingerprint(raw: bytes) -> str:
    """As the dialog shows it: the MD5 of the structure."""
    return hashlib.md5(raw).digest().hex(":").upper()


def signed(raw: bytes, token: bytes, signature: bytes) -> bool:
    """Whether the key's owner signed the token, which stands in the place of a SHA-1 digest."""
    _, _, modulus, _, exponent = LAYOUT.unpack(raw)
    key = rsa.RSAPublicNumbers(exponent, int.from_bytes(modulus, "little")).public_key()
    try:
        key.verify(signature, token, padding.PKCS1v15(), Prehashed(SHA1()))  # noqa: S303  # adb's own scheme
    except InvalidSignature:
        return False
    return True


@dataclass(slots=True)
class Question:
    """A computer that waits for a person's answer; `always` is the tick in the dialog."""

    key: str
    always: bool = False
    answer: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def fingerprint(self) -> str:
        """Of its key."""
        return fingerprint(decode(self.key))


class Debugging:
    """The keys of one phone.  `given` are allowed from the start and kept nowhere.

    Raises BadKey for one of them that is no key.
    """

    def __init__(self, files: FileSystem, given: Iterable[str] = ()) -> None:
        self._files = files
        self._known = {decode(key) for key in given}
        self.questions: list[Question] = []

    def _kept(self) -> list[str]:
        if not self._files.exists(KEYS):
            return []
        return self._files.read(KEYS, ROOT_UID).decode().splitlines()

    def knows(self, token: bytes, signature: bytes) -> bool:
        """Whether the signature is that of an allowed computer."""
        return any(signed(raw, token, signature) for raw in {*self._known, *map(decode, self._kept())})

    async def ask(self, key: str) -> bool:
        """Whether a person allows this computer; the question goes when the computer does.  Raises BadKey."""
        raw = decode(key)
        question = Question(key)
        self.questions.append(question)
        try:
            allowed = await question.answer
        finally:
            self.questions.remove(question)
        if allowed and question.always:
            self._files.write(KEYS, f"{key}\n".encode(), ROOT_UID, append=True)
        elif allowed:
            self._known.add(raw)
        return allowed
