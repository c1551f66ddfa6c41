"""A record of one upload that carries planted values, and the background that a report draws from it."""

from __future__ import annotations

import base64
import gzip
import json
from types import SimpleNamespace

from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination
from harness.model.judgement import Value, Witness
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import Sent
from harness.report.background import Background, background_of
from harness.report.words import todays_words
from tests.judge.honest import tables

ARM = "mi-browser/restrictive/incognito/switch=default/visit3/r1"
APP = "com.mi.globalbrowser"
SERIAL = "598bf901"
URL = "https://hosttoken.claims.test/pathtoken?q=querytoken#fragmenttoken"
PATH = ("body", "form:data_list", "base64", "gzip", "json:[0].properties.url")
PARTS = ("host", "path", "query", "fragment")


def planted(part: str, value: str, act: str = "visit", kind: PlantedKind = PlantedKind.CANARY) -> Planted:
    return Planted(PlantedId(f"{kind.value}:{part}"), kind, value, part, ARM, act, 1)


VALUES = (
    *(planted(part, f"{part}token") for part in PARTS),
    planted("search-term", "termtoken", "search"),
    planted("feed-title", "Library counts", "news", PlantedKind.OBSERVED),
    Planted(PlantedId("identifier:serial"), PlantedKind.IDENTIFIER, SERIAL, "serial"),
)


def value(part: str, **changes: object) -> Value:
    item = next(item for item in VALUES if item.part == part)
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


def background(*witnesses: Witness, **properties: str) -> Background:
    """What the record of an upload with these properties tells of these witnesses."""
    recording = SimpleNamespace(
        events=lambda: iter([Sent(upload({"url": URL, **properties}), "upstream", "")]),
        planted=lambda: VALUES,
        facts=lambda: SimpleNamespace(packages=(SimpleNamespace(name=APP, version="12.1.4-g"),)),
    )
    judged = SimpleNamespace(witnesses=witnesses)
    return background_of(
        recording, [judged], tables().ledger.claims, {APP: "Mi Browser"}, todays_words(), known
    )
