"""Witnesses in words, with the record that they come from."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination
from harness.model.judgement import Judgement, Witness
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import Sent
from harness.report.background import Background, background_of
from harness.report.judgement_text import judgement_text
from harness.report.leak import leaked
from harness.report.message_head import message_head
from harness.report.witness_text import witness_lines
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


def witness(part: str, **changes: object) -> Witness:
    value = next(item for item in VALUES if item.part == part)
    fields = {
        "exchange": "e1.74",
        "path": PATH,
        "form": "plain",
        "planted": value.id,
        "value": value.value,
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


@pytest.fixture
def background() -> Callable[..., Background]:
    def of(*witnesses: Witness, **properties: str) -> Background:
        recording = SimpleNamespace(
            events=lambda: iter([Sent(upload({"url": URL, **properties}), "upstream", "")]),
            planted=lambda: VALUES,
            arms=lambda: (SimpleNamespace(id=ARM, mode="incognito"),),
            facts=lambda: SimpleNamespace(packages=(SimpleNamespace(name=APP, version="12.1.4-g"),)),
        )
        judged = SimpleNamespace(witnesses=witnesses)
        claims = tables().ledger.claims
        return background_of(recording, [judged], claims, {APP: "Mi Browser"}, known)

    return of


def test_a_witness_says_what_leaked_to_whom_how_and_when(
    background: Callable[..., Background], golden: Callable[[str, str], None]
) -> None:
    witnesses = tuple(witness(part) for part in PARTS)

    golden("witnesses.txt", "\n".join(witness_lines(witnesses, background(*witnesses), 20)) + "\n")


def test_what_leaked_is_named_by_part_act_and_mode(background: Callable[..., Background]) -> None:
    facts = background()
    event = witness("host", planted="", form="event", value="page_load (10 x)")

    assert leaked([witness("fragment")], facts) == "fragment of page 1, visited in incognito"
    assert leaked([witness("search-term")], facts) == "term of search 1, searched in incognito"
    assert leaked([witness("feed-title")], facts) == "title of news item 1, opened in incognito"
    assert leaked([witness("serial")], facts) == "the handset's serial"
    assert leaked([event, event], facts) == "the usage event page_load (10 x)"
    assert leaked([witness("host")], Background()) == "canary:host"


def test_about_eighty_characters_around_a_value_are_shown(background: Callable[..., Background]) -> None:
    found = witness("search-term", path=(*PATH[:-1], "json:[0].properties.word"))
    facts = background(found, word="x" * 90 + "termtoken" + "y" * 90)
    text = "\n".join(witness_lines([found], facts, 20))

    assert f"reads  …{'x' * 40}termtoken{'y' * 40}…\n" in text


def test_an_event_shows_its_members_the_planted_ones_first(background: Callable[..., Background]) -> None:
    found = witness("host", planted="", form="event", value="visit (1 x)", path=(*PATH[:-1], "json:[0]"))
    text = "\n".join(witness_lines([found], background(found, aaa="nothing"), 20))

    reads = next(line for line in text.splitlines() if "reads" in line)
    assert reads.index("hosttoken") < reads.index("event = visit")


def test_what_identifies_the_handset_is_never_written_out(background: Callable[..., Background]) -> None:
    plain = witness("serial", value="serial", path=(*PATH[:-1], "json:[0].properties.sn"))
    digest = hashlib.md5(SERIAL.encode()).hexdigest()
    hashed = replace(plain, form="md5", path=(*PATH[:-1], "json:[0].properties.hash"))
    event = witness("host", planted="", form="event", value="visit", path=(*PATH[:-1], "json:[0]"))
    facts = background(plain, sn=f"my {SERIAL};", hash=digest)
    text = "\n".join(witness_lines([plain, hashed, event], facts, 20))

    assert "reads  my [serial];" in text
    assert "would identify the handset" in text
    assert SERIAL not in text


def test_a_screen_was_not_sent_to_anybody() -> None:
    screen = witness(
        "host",
        exchange="screens/0001.jpg",
        path=("screen", "switch"),
        planted="",
        value="“When on, nothing is collected”: off",
        destination="",
        controller="",
        arm="mi-browser/switch=default/r1",
    )
    text = "\n".join(witness_lines([screen], Background(), 20))

    assert "sent to" not in text
    assert "read in  mi-browser, switch in its default position, repeat 1" in text
    assert "shows    “When on, nothing is collected”: off" in text


def test_captured_text_moves_no_cursor_and_starts_no_line(background: Callable[..., Background]) -> None:
    found = witness("search-term", path=(*PATH[:-1], "json:[0].properties.word\x1b[2J\n"))
    facts = background(found, **{"word\x1b[2J\n": "\x1b[2J\u202e\ntermtoken"})
    lines = list(witness_lines([replace(found, destination="a\nb\x1b")], facts, 20))

    assert not {"\x1b", "\u202e", "\n"} & set("".join(lines))
    assert any("\\x1b[2J\\u202e\\ntermtoken" in line for line in lines)


def test_the_head_is_three_sentences_of_a_claim(
    background: Callable[..., Background], violated: Judgement, unproven: Judgement
) -> None:
    witnesses = tuple(witness(part) for part in PARTS)
    other = replace(witness("search-term"), exchange="e1.75")
    facts = background(*witnesses)

    first, second, third = message_head(replace(violated, witnesses=(*witnesses, other)), facts).splitlines()
    words = "Mi Browser will never know what you browse in incognito mode"
    assert first == f"INC-02: “{words}” (proposition INC-02.address)."
    assert second == (
        "Violated: sa.api.intl.miui.com (controlled by the vendor) received host name, path, query and "
        "fragment of page 1, visited in incognito, from Mi Browser 12.1.4-g (com.mi.globalbrowser) "
        "(1 more witness)."
    )
    assert third == "This was a REHEARSAL: it says nothing about any real phone."
    long = replace(unproven.reasons[0], detail=f"{ARM}: " + "tls\nrefused " * 60 + "END")
    head = message_head(replace(unproven, reasons=(long, long, unproven.reasons[0])), facts)
    assert len(head.splitlines()) == 3
    assert "\\n" not in head
    assert "END) (and 1 more reason)." in head
    assert "Unproven: some traffic could not be read (mi-browser, incognito mode, " in head


def test_a_text_says_whose_words_it_tests(background: Callable[..., Background], violated: Judgement) -> None:
    text = judgement_text(violated, background())

    assert tables().ledger.proposition("INC-02.address").text in text
    assert "app: Mi Browser 12.1.4-g (com.mi.globalbrowser)" in text
