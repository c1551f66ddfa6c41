"""Unrelated traffic that looks real: no value in it was planted, so no search may find one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import urllib.parse
import uuid
import zlib
from collections.abc import Callable, Iterator

import msgpack

from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

WORDS = [
    "page",
    "load",
    "event",
    "finish",
    "search",
    "word",
    "device",
    "model",
    "region",
    "network",
    "session",
    "token",
    "language",
    "browser",
    "home",
    "feed",
    "item",
    "click",
    "open",
    "close",
    "start",
    "stop",
    "error",
    "video",
    "music",
    "folder",
    "screen",
    "status",
    "settings",
    "update",
    "version",
    "build",
]


def blanks(seed: int = 1) -> list[Planted]:
    """Values of every shape that is ever planted, never sent by anybody."""
    dice = random.Random(seed)  # noqa: S311 (the same bodies in every run)
    shapes: list[tuple[str, Callable[[], str], int]] = [
        ("imei", lambda: "86" + "".join(str(dice.randrange(10)) for _ in range(13)), 8),
        ("android_id", lambda: f"{dice.getrandbits(64):016x}", 0),
        ("gaid", lambda: str(uuid.UUID(int=dice.getrandbits(128), version=4)), 0),
        ("mac", lambda: ":".join(f"{dice.getrandbits(8):02X}" for _ in range(6)), 8),
        ("serial", lambda: f"{dice.getrandbits(32):08x}", 0),
        ("account", lambda: str(dice.randrange(10**9, 10**10)), 0),
        ("host", lambda: f"{base64.b32encode(dice.randbytes(10)).decode().lower()}.claims.test", 0),
        ("search-term", lambda: f"red shoes {dice.getrandbits(40):010x}", 0),
    ]
    return [
        Planted(PlantedId(f"blank-{name}-{n}"), PlantedKind.IDENTIFIER, make(), name, registry_prefix=prefix)
        for name, make, prefix in shapes
        for n in range(4)
    ]


def _value(dice: random.Random) -> object:
    kind = dice.randrange(14)
    if kind < 4:
        return " ".join(dice.choices(WORDS, k=dice.randrange(1, 6)))
    makers: tuple[Callable[[], object], ...] = (
        lambda: dice.getrandbits(31),
        lambda: 1588150000000 + dice.getrandbits(34),
        lambda: f"{dice.getrandbits(64):016x}",
        lambda: str(uuid.UUID(int=dice.getrandbits(128))),
        lambda: hashlib.md5(dice.randbytes(8)).hexdigest(),
        lambda: base64.b64encode(dice.randbytes(dice.randrange(6, 60))).decode(),
        lambda: dice.random() * 1000,
        lambda: "86" + "".join(str(dice.randrange(10)) for _ in range(13)),
        lambda: ":".join(f"{dice.getrandbits(8):02x}" for _ in range(6)),
        lambda: (
            f"https://www.{dice.choice(WORDS)}.com/{dice.choice(WORDS)}?id={dice.getrandbits(40)}&q={dice.choice(WORDS)}%20x"
        ),
    )
    return makers[kind - 4]()


def _record(dice: random.Random) -> dict[str, object]:
    return {f"{dice.choice(WORDS)}_{dice.choice(WORDS)}": _value(dice) for _ in range(dice.randrange(3, 20))}


def _body(dice: random.Random) -> bytes:  # noqa: PLR0911 (one kind of body each)
    record = _record(dice)
    text = json.dumps([record, {"properties": _record(dice)}]).encode()
    kind = dice.randrange(8)
    if kind == 0:
        data = base64.b64encode(gzip.compress(text, mtime=0)).decode()
        return urllib.parse.urlencode({"gzip": 1, "data_list": data}).encode()
    if kind == 1:
        return urllib.parse.urlencode(record).encode()
    if kind == 2:
        return gzip.compress(text, mtime=0)
    if kind == 3:
        return zlib.compress(text)
    if kind == 4:
        return bytes(msgpack.packb(record))
    if kind == 5:
        return dice.randbytes(dice.randrange(16, 600))
    return text


def traffic(count: int, seed: int = 2) -> Iterator[Message]:
    """That many messages, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 (the same bodies in every run)
    for number in range(count):
        query = urllib.parse.urlencode(_record(dice)) if dice.randrange(3) == 0 else "v=1"
        headers = [
            (b"User-Agent", b"Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8)"),
            (b"X-Request-Id", str(_value(dice)).encode()),
            (b"Cookie", f"sid={dice.getrandbits(128):032x}; lang=de".encode()),
        ]
        yield Message(
            ExchangeId(str(number)),
            Direction.OUT,
            Transport.HTTP,
            number,
            0,
            f"{dice.choice(WORDS)}.example.com",
            443,
            _body(dice),
            method="POST",
            target=f"/{dice.choice(WORDS)}/{dice.choice(WORDS)}?{query}".encode(),
            headers=tuple(headers),
        )
