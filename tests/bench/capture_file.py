"""A long capture as a phone leaves it: telemetry, pages and pictures, no two messages alike.

What is planted in it is known, so that a reader can be held to it.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from pathlib import Path

from mitmproxy import http
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow

from harness.model.message import Message
from tests.bench.decode_loads import sensors_body
from tests.bench.traffic import WORDS, traffic

EVERY = 97
"""Every so many exchanges one carries a planted value, in gzip in base64 in a form."""
_PAGES, _PICTURES = 0.2, 0.1
"""Shares of the answers; the others are short JSON."""
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def write(path: Path, size: int, values: Sequence[str], seed: int = 1) -> tuple[int, set[tuple[int, str]]]:
    """Write a mitmproxy flow file of at least that many bytes; its exchanges, and which carry what."""
    dice = random.Random(seed)  # noqa: S311 (the same capture in every run)
    carrying: set[tuple[int, str]] = set()
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for number, message in enumerate(traffic(1 << 40, seed)):
            value = None
            if number % EVERY == EVERY // 2:
                value = values[len(carrying) % len(values)]
                carrying.add((number, value))
            writer.add(_flow(message, value, dice))
            if file.tell() >= size:
                return number + 1, carrying
    raise AssertionError("traffic ends")


def _flow(message: Message, value: str | None, dice: random.Random) -> http.HTTPFlow:
    body = sensors_body(dice, value) if value else message.body
    headers = ((b"Host", message.host.encode()), *message.headers)
    request = http.Request.make("POST", f"https://{message.host}/", body, headers)
    request.data.path = message.target
    return tflow.tflow(req=request, resp=_answer(dice))


def _answer(dice: random.Random) -> http.Response:
    share = dice.random()
    if share < _PICTURES:
        picture = _JPEG + dice.randbytes(dice.randrange(20_000, 300_000)) + b"\xff\xd9"
        return http.Response.make(200, picture, {"Content-Type": "image/jpeg"})
    if share < _PICTURES + _PAGES:
        texts = (
            " ".join(dice.choices(WORDS, k=dice.randrange(20, 60))) for _ in range(dice.randrange(50, 400))
        )
        page = "<!doctype html><title>News</title>" + "".join(f"<p>{text}.</p>\n" for text in texts)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
        answer = http.Response.make(200, b"", headers)
        answer.raw_content = gzip.compress(page.encode(), 1, mtime=0)
        return answer
    text = f'{{"code":0,"data":{{"id":"{dice.getrandbits(96):024x}","ttl":{dice.randrange(10_000)}}}}}'
    return http.Response.make(200, text, {"Content-Type": "application/json"})
