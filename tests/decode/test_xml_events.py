"""Events of XML: what stands outside of elements, and entities that nobody reads."""

from __future__ import annotations

import pytest

from harness.decode import xml_events
from harness.decode.accounted import Accounted
from harness.decode.refusal import Part, Refusal


class Elements:
    """Notes what it is told."""

    prefix = "x:"

    def __init__(self) -> None:
        self.found: list[Part] = []

    def place(self) -> str:
        return "x:here"

    def start(self, name: str, attributes: list[str]) -> None:
        self.found.append(("start", " ".join([name, *attributes]).encode()))

    def end(self, name: str) -> None:
        self.found.append(("end", name.encode()))

    def text(self, text: str) -> None:
        self.found.append(("text", text.encode()))


def test_every_event_is_told_in_order() -> None:
    events = Elements()
    xml_events.read(b"<?xml version='1.0'?><!DOCTYPE a PUBLIC 'p' 'q'><a b='c'>d<?e f?></a><!--g-->", events)

    assert events.found == [
        ("x:?xml", b"version='1.0'"),
        ("x:!DOCTYPE", b"<!DOCTYPE a PUBLIC 'p' 'q'>"),
        ("start", b"a b c"),
        ("text", b"d"),
        ("x:here/?{e}", b"e"),
        ("x:here/?e", b"f"),
        ("end", b"a"),
        ("x:here/comment()", b"g"),
    ]


@pytest.mark.parametrize(
    "text", [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", b"<!DOCTYPE a SYSTEM 'f'><a b='&g;'/>"]
)
def test_entities_are_refused_beside_what_was_read(text: bytes) -> None:
    with pytest.raises(Refusal, match="entities"):
        xml_events.read(text, Elements())


def test_tags_that_close_and_white_space_are_structure() -> None:
    assert xml_events.account(b"<a> <b>c</b></a>\n") == Accounted(17, 7, 10)
    with pytest.raises(ValueError, match="XML"):
        xml_events.account(b"<a>")
