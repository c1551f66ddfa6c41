"""Witnesses in words, with the record that they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from harness.report.background import Exchange
from harness.report.witness_text import witness_lines
from tests.report.record import PARTS, PATH, SERIAL, background, value, witness


def test_a_witness_says_what_leaked_to_whom_how_and_when(golden: Callable[[str, str], None]) -> None:
    found = witness(*(value(part) for part in PARTS))

    golden("witnesses.txt", "\n".join(witness_lines([found], background(found), 20)) + "\n")


def test_about_eighty_characters_around_a_value_are_shown() -> None:
    found = witness(value("search-term", path=(*PATH[:-1], "json:[0].properties.word")))
    facts = background(found, word="x" * 90 + "termtoken" + "y" * 90)
    text = "\n".join(witness_lines([found], facts, 20))

    assert f"reads  …{'x' * 40}termtoken{'y' * 40}…\n" in text


def test_an_event_shows_its_members_the_planted_ones_first() -> None:
    found = witness(
        value("host", planted="", form="event", value="visit (1 x)", path=(*PATH[:-1], "json:[0]"))
    )
    text = "\n".join(witness_lines([found], background(found, aaa="nothing"), 20))

    reads = next(line for line in text.splitlines() if "reads" in line)
    assert reads.index("hosttoken") < reads.index("event = visit")


def test_what_identifies_the_handset_is_never_written_out() -> None:
    plain = value("serial", value="serial", path=(*PATH[:-1], "json:[0].properties.sn"))
    digest = hashlib.md5(SERIAL.encode()).hexdigest()
    hashed = replace(plain, form="md5", path=(*PATH[:-1], "json:[0].properties.hash"))
    event = value("host", planted="", form="event", value="visit", path=(*PATH[:-1], "json:[0]"))
    found = witness(plain, hashed, event)
    facts = background(found, sn=f"my {SERIAL};", hash=digest)
    text = "\n".join(witness_lines([found], facts, 20))

    assert "reads  my [serial];" in text
    assert "would identify the handset" in text
    assert SERIAL not in text


def test_a_screen_was_not_sent_to_anybody() -> None:
    screen = witness(
        value("host", path=("screen", "switch"), planted="", value="“When on, nothing is collected”: off"),
        exchange="screens/0001.jpg",
        destination="",
        controller="",
        arm="mi-browser/switch=default/r1",
    )
    text = "\n".join(witness_lines([screen], background(), 20))

    assert "sent to" not in text
    assert "read in  Mi Browser, with the switch in its default position" in text
    assert "shows    “When on, nothing is collected”: off" in text


def test_captured_text_moves_no_cursor_and_starts_no_line() -> None:
    found = witness(value("search-term", path=(*PATH[:-1], "json:[0].properties.word\x1b[2J\n")))
    facts = background(found, **{"word\x1b[2J\n": "\x1b[2J\u202e\ntermtoken"})
    lines = list(witness_lines([replace(found, destination="a\nb\x1b")], facts, 20))

    assert not {"\x1b", "\u202e", "\n"} & set("".join(lines))
    assert any("\\x1b[2J\\u202e\\ntermtoken" in line for line in lines)


def test_an_address_that_was_taken_apart_is_shown_as_one() -> None:
    found = witness(value("host", path=("body", "json:url")))
    values = {
        ("body", "json:url", "url.path"): b"https://hosttoken.claims.test/pathtoken",
        ("body", "json:url", "url.query:q"): b"querytoken",
        ("body", "json:url", "url.fragment"): b"fragmenttoken",
    }
    facts = replace(background(found), exchanges={"e1.74": Exchange(0, "", values)})

    assert "reads  https://hosttoken.claims.test/pathtoken?q=querytoken#frag…" in "\n".join(
        witness_lines([found], facts, 20)
    )
