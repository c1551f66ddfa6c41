"""The five loads on which the engine is measured beside TrackHAR (issue 3, Speed).

Real HAR entries that match its adapters, Sensors Analytics bodies of about 1.2 kB with one identifier
inside gzip and base64, and both mixed; with and without eleven known identifiers.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import urllib.parse
import uuid
from pathlib import Path
from typing import Any

from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

HAR = Path(__file__).parent.parent / "samples" / "har" / "quizduel.har"
COUNT = 5_000
SEED = 20_201_122


def identifiers(number: int = 11) -> list[tuple[str, str]]:
    """Names and values; the first is the one that every Sensors body carries."""
    dice = random.Random(SEED)  # noqa: S311 (the same bodies in every run)
    values = [("android_id", f"{dice.getrandbits(64):016x}")]
    values += [(f"gaid{n}", str(uuid.UUID(int=dice.getrandbits(128), version=4))) for n in range(number)]
    return values[:number]


def planted(values: list[tuple[str, str]]) -> list[Planted]:
    """The values as the engine wants them."""
    return [Planted(PlantedId(name), PlantedKind.IDENTIFIER, value, name) for name, value in values]


def sensors_body(dice: random.Random, identifier: str) -> bytes:
    """One event as sa-sdk-android 6.8.0 sends it (facts §3.1): about 1.2 kB before encoding."""
    event = {
        "_track_id": dice.getrandbits(31),
        "time": 1588150000000 + dice.getrandbits(30),
        "type": "track",
        "distinct_id": str(uuid.UUID(int=dice.getrandbits(128))),
        "anonymous_id": f"{dice.getrandbits(64):016x}",
        "identities": {"$identity_android_uuid": str(uuid.UUID(int=dice.getrandbits(128)))},
        "event": "page_load_event_finish",
        "lib": {
            "$lib": "Android",
            "$lib_version": "4.0.1",
            "$app_version": "12.1.4-g",
            "$lib_method": "code",
            "$lib_detail": "miui.globalbrowser.common_business.g.i##track##i.java##88",
        },
        "properties": {
            "$os": "Android",
            "$os_version": "9",
            "$lib": "Android",
            "$lib_version": "4.0.1",
            "$manufacturer": "Xiaomi",
            "$model": "Redmi Note 8",
            "$brand": "xiaomi",
            "$app_version": "12.1.4-g",
            "$screen_width": 1080,
            "$screen_height": 2130,
            "$timezone_offset": -120,
            "$app_id": "com.mi.globalbrowser",
            "$app_name": "Mi Browser",
            "$wifi": True,
            "$network_type": "WIFI",
            "$device_id": identifier,
            "uuid": str(uuid.UUID(int=dice.getrandbits(128))),
            "internet_status": 1,
            "platform": "AndroidApp",
            "miui_version": "V11.0.6.0.PCOEUXM",
            "miui_region": "DE",
            "system_language": "de",
            "url": f"https://www.example.com/{dice.getrandbits(60):x}/article?id={dice.getrandbits(40)}",
        },
        "_flush_time": 1588150000000 + dice.getrandbits(30),
    }
    data = base64.b64encode(
        gzip.compress(json.dumps([event], separators=(",", ":")).encode(), mtime=0)
    ).decode()
    return urllib.parse.urlencode({"crc": _java_hash(data), "gzip": "1", "data_list": data}).encode()


def _java_hash(text: str) -> int:
    value = 0
    for c in text:
        value = (31 * value + ord(c)) & 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def entry(
    method: str, url: str, headers: list[tuple[str, str]], body: str | None, kind: str
) -> dict[str, Any]:
    """A HAR 1.2 entry: what TrackHAR reads."""
    request: dict[str, Any] = {
        "method": method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headersSize": -1,
        "bodySize": -1,
        "headers": [{"name": n, "value": v} for n, v in headers],
        "queryString": [
            {"name": n, "value": v} for n, v in urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query)
        ],
    }
    if body is not None:
        request["postData"] = {"mimeType": kind, "text": body, "params": []}
    return {
        "startedDateTime": "2026-11-22T10:00:00.000Z",
        "time": 1,
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "request": request,
        "response": {
            "status": 200,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": {"size": 0, "mimeType": ""},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
    }


def har_entries(count: int = COUNT) -> list[dict[str, Any]]:
    """The fixture's entries that match an adapter, over and over."""
    entries = json.loads(HAR.read_text())["log"]["entries"]
    matching = [e for e in entries if e["request"].get("postData") and "facebook" in e["request"]["url"]]
    return [matching[n % len(matching)] for n in range(count)]


def sensors_entries(count: int = COUNT) -> list[dict[str, Any]]:
    """Uploads of the browser, each with the first identifier."""
    dice = random.Random(SEED)  # noqa: S311 (the same bodies in every run)
    identifier = identifiers()[0][1]
    headers = [
        ("Host", "sa.api.intl.miui.com"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("User-Agent", "Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8 Build/PKQ1.190616.001)"),
        ("Connection", "Keep-Alive"),
        ("Accept-Encoding", "gzip"),
    ]
    return [
        entry(
            "POST",
            "https://sa.api.intl.miui.com/sa?project=global_browser_mini&r=DE",
            headers,
            sensors_body(dice, identifier).decode(),
            "application/x-www-form-urlencoded",
        )
        for _ in range(count)
    ]


def mixed_entries(count: int = COUNT) -> list[dict[str, Any]]:
    """One of each in turn."""
    return [e for pair in zip(har_entries(count), sensors_entries(count), strict=True) for e in pair]


def messages(entries: list[dict[str, Any]]) -> list[Message]:
    """The entries as the recorder would have stored them."""
    found = []
    for number, one in enumerate(entries):
        request = one["request"]
        parts = urllib.parse.urlsplit(request["url"])
        found.append(
            Message(
                exchange=ExchangeId(str(number)),
                direction=Direction.OUT,
                transport=Transport.HTTP,
                sequence=number,
                time_us=0,
                host=parts.hostname or "",
                port=443,
                method=request["method"],
                target=(parts.path + ("?" + parts.query if parts.query else "")).encode(),
                headers=tuple((h["name"].encode(), h["value"].encode()) for h in request["headers"]),
                body=request.get("postData", {}).get("text", "").encode(),
            )
        )
    return found
