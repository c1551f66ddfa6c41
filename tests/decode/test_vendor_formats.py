"""A vendor's formats are a value: those of a made-up one are a folder of a module and a sample."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import re
from pathlib import Path

import pytest

from harness.decode import BUILT_IN, DEFAULT, Tree, VendorFormats, unwrap
from harness.detect import Searcher
from harness.model.message import GapReason, Message
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent
from tests.samples.regenerate import as_json

FOLDER = Path(__file__).parent / "made_up"
HARNESS = Path(__file__).parents[2] / "harness"
SPEC = importlib.util.spec_from_file_location("beacon", FOLDER / "beacon.py")
assert SPEC is not None
assert SPEC.loader is not None
beacon = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(beacon)

PACK = VendorFormats((beacon.FORMAT,))
BOTH = VendorFormats((*BUILT_IN.formats, beacon.FORMAT), BUILT_IN.words)
SONG, SERIAL = "kqxv7h2mzp song", "9774d56d682e549c"
PLANTED = (
    Planted(PlantedId("song"), PlantedKind.CANARY, SONG, "title"),
    Planted(PlantedId("serial"), PlantedKind.IDENTIFIER, SERIAL, "serial"),
)
UPLOAD = sent(
    (FOLDER / "upload.bin").read_bytes(),
    target=b"/beacon?b=longer+than+nothing",
    headers=((b"X-Beacon", b"one and only"),),
)
REPORT = base64.b64encode(json.dumps({"install": "b7", "song": SONG}).encode().translate(beacon.TURNED))
CRASH = sent(json.dumps({"report": REPORT.decode()}).encode())
PACKET = beacon.MAGIC + json.dumps({"song": SONG}).encode().translate(beacon.TURNED)
LOG = sent(b'["BEACON {\\"what\\":\\"song\\",\\"at\\":7,\\"title\\":\\"' + SONG.encode() + b'\\"}"]')


def seen(message: Message, formats: VendorFormats) -> list[tuple[str, str]]:
    """The last step and form of what a search finds, which is the same on its fast path as in full."""
    searcher = Searcher(PLANTED, formats.salts, formats=formats)
    found = searcher.search(message, Tree(message, DEFAULT, formats))
    for _ in range(2):
        assert searcher.search(message) == found
    return [(sighting.path[-1], sighting.form) for sighting in found.sightings]


def test_an_upload_reads_as_the_golden_file_says() -> None:
    read = json.dumps(as_json(unwrap(UPLOAD, formats=PACK)), indent=1, ensure_ascii=False) + "\n"

    assert read == (FOLDER / "upload.json").read_text()


@pytest.mark.parametrize(
    ("message", "step"),
    [
        (UPLOAD, "json:batch[0].title"),
        (CRASH, "json:song"),
        (LOG, "json:title"),
        (sent(PACKET), "json:song"),
        (sent(json.dumps([base64.b64encode(PACKET).decode()]).encode()), "json:song"),
        (sent(json.dumps(["a word, " + base64.b64encode(PACKET).decode()]).encode()), "json:song"),
    ],
    ids=["form", "base64", "text", "bytes", "bytes in base64", "bytes in a stretch of base64"],
)
def test_a_value_is_seen_by_who_knows_the_format_and_by_nobody_else(message: Message, step: str) -> None:
    assert seen(message, PACK) == seen(message, BOTH) == [(step, "plain")]
    assert message is LOG or seen(message, BUILT_IN) == []
    assert [event.channel for event in unwrap(message, formats=BUILT_IN).events] == []


def test_a_ciphertext_is_named_by_its_vendor() -> None:
    sealed = sent(bytes((n * 167 + 13) % 256 for n in range(160)), target=b"/sealed")
    (gap,) = unwrap(sealed, formats=PACK).gaps
    (other,) = unwrap(sealed, formats=BUILT_IN).gaps

    assert (gap.reason, gap.detail) == (GapReason.ENCRYPTED, "beacon: sealed")
    assert "beacon" not in other.detail


def test_identifiers_are_tried_with_the_salts_of_the_formats() -> None:
    salted = hashlib.md5(f"beacon-salt{SERIAL}".encode(), usedforsecurity=False).hexdigest()
    message = sent(json.dumps({"id": salted}).encode())

    assert seen(message, PACK) == [("json:id", "md5:salted:beacon-salt")]
    assert seen(message, BUILT_IN) == []


def test_a_token_is_known_by_the_field_of_its_format() -> None:
    assert [PACK.token_field(step) for step in ("json:install", "json:[0].x.install", "install")] == [
        "install"
    ] * 3
    assert [PACK.token_field(step) for step in ("json:reinstall", "json:install.x", "json:uuid")] == [
        None
    ] * 3
    assert [BOTH.token_field(step) for step in ("json:install", "json:uuid")] == ["install", "uuid"]
    assert VendorFormats(()).token_field("json:install") is None


def test_both_vendors_are_read_together() -> None:
    body = {"type": "track", "event": "e", "distinct_id": "d", "time": 1, "properties": {}}
    message = sent(json.dumps([body, {"what": "song", "at": 7}]).encode())

    assert [event.channel for event in unwrap(message, formats=BOTH).events] == ["sensors", "beacon"]
    assert BOTH.salts == (*BUILT_IN.salts[:4], "beacon-salt", *BUILT_IN.salts[4:])


def test_two_formats_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="found beacon again"):
        VendorFormats((beacon.FORMAT, *BUILT_IN.formats, beacon.FORMAT))


def test_a_search_refuses_a_tree_of_other_formats() -> None:
    with pytest.raises(ValueError, match="vendor formats"):
        Searcher(PLANTED, formats=PACK).search(UPLOAD, Tree(UPLOAD))


def test_no_line_of_the_suite_names_the_made_up_vendor() -> None:
    named = re.compile(r"x-beacon|beacon-|packet\(beacon|\"beacon\"(?!:)")

    assert [path for path in HARNESS.rglob("*.py") if named.search(path.read_text())] == []
