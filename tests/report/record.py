"""A record of one upload that carries planted values, and the background that a report draws from it."""

from __future__ import annotations

import base64
import gzip
import json
from types import SimpleNamespace

from harness.decode import BUILT_IN
from harness.model.arm import ArmKey, ArmKind
from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination
from harness.model.judgement import Value, Witness
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import Sent
from harness.report.background import Background, background_of
from harness.report.words import Words
from tests.judge.honest import tables

KEY = ArmKey(
    "mi-browser", ArmKind.RESTRICTIVE, (("switch", "default"),), (("mode", "incognito"),), (("visit", 3),)
)
ARM = KEY.id
APP = "com.mi.globalbrowser"
SERIAL = "598bf901"
URL = "https://hosttoken.claims.test/pathtoken?q=querytoken#fragmenttoken"
PATH = ("body", "form:data_list", "base64", "gzip", "json:[0].properties.url")
PARTS = ("host", "path", "query", "fragment")
WORDS = Words.of(tables().ledger, tables().acts)


def planted(
    part: str, value: str, act: str = "visit", kind: PlantedKind = PlantedKind.CANARY, number: int = 1
) -> Planted:
    name = part if number == 1 else f"{part}{number}"
    return Planted(PlantedId(f"{kind.value}:{name}"), kind, value, part, ARM, act, number)


VALUES = (
    *(planted(part, f"{part}token") for part in PARTS),
    *(planted(part, f"{part}second", number=2) for part in PARTS),
    planted("search-term", "termtoken", "search"),
    planted("feed-title", "Library counts", "news", PlantedKind.OBSERVED),
    Planted(PlantedId("identifier:serial"), PlantedKind.IDENTIFIER, SERIAL, "serial"),
    Planted(PlantedId("identifier:own"), PlantedKind.IDENTIFIER, "a" * 16, f"android_id:{APP}"),
)


def value(part: str, number: int | None = None, **changes: object) -> Value:
    item = next(item for item in VALUES if item.part == part and number in {None, item.number})
    return Value(**({"path": PATH, "form": "plain", "planted": item.id, "value": item.value} | changes))


def witness(*values: Value, **changes: object) -> Witness:
    fields = {
        "exchange": "e1.74",
        "values": values or (value("host"),),
        "app": APP,
        "app_by": "socket",
        "destination": "sa.api.intl.miui.com",
        "controller": "vendor",
        "arm": ARM,
    }
    return Witness(**(fields | changes))


def upload(properties: dict[str, str]) -> Message:
    events = gzip.compress(json.dumps([{"event": "visit", "properties": properties}]).encode())
    return Message(
        ExchangeId("e1.74"),
        Direction.OUT,
        Transport.HTTP,
        1,
        1_795_366_245_000_000,
        "sa.api.intl.miui.com",
        443,
        b"data_list=" + base64.b64encode(events).replace(b"+", b"%2B").replace(b"/", b"%2F"),
        method="POST",
        target=b"/sa?sn=" + SERIAL.encode(),
        headers=((b"content-type", b"application/x-www-form-urlencoded"),),
    )


def known(host: str) -> Destination:
    source = Citation("a table", Confidence.PRIMARY, "2026")
    return Destination(
        host, ActRole.NONE, Controller.VENDOR, "Alibaba", source, "usage statistics", "SG", host
    )


def recording(**properties: str) -> SimpleNamespace:
    """A run with one upload of these properties."""
    return SimpleNamespace(
        events=lambda: iter([Sent(upload({"url": URL, **properties}), "upstream", "")]),
        planted=lambda: VALUES,
        facts=lambda: SimpleNamespace(packages=(SimpleNamespace(name=APP, version="12.1.4-g"),)),
        identifiers=lambda: (
            SimpleNamespace(name="imei", route="root: service call"),
            SimpleNamespace(name="serial", route="getprop"),
        ),
    )


def background(*witnesses: Witness, **properties: str) -> Background:
    """What the record of an upload with these properties tells of these witnesses."""
    judged = SimpleNamespace(witnesses=witnesses)
    return background_of(recording(**properties), [judged], tables().ledger, WORDS, known, BUILT_IN)
