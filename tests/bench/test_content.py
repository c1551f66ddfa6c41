"""What one time of an act carries: on record before it is handed out, empty texts refused."""

from __future__ import annotations

import pytest

from harness.bench.content import ArmContent
from harness.bench.plant import Planter
from harness.device.setting import Proxy
from harness.model.errors import MeasurementLost
from harness.model.planted import Planted, PlantedKind
from tests.bench.stage import key


class Record:
    """Notes, pages and changes as they come."""

    def __init__(self) -> None:
        self.noted: list[Planted] = []
        self.pages: list[dict] = []
        self.changed: list[tuple] = []

    def serve(self, planting):
        self.noted += planting.values
        self.pages.append(planting.page)
        return planting

    def change(self, what, value) -> None:
        self.changed.append((what, value))


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
def content(record: Record) -> ArmContent:
    planter = Planter(b"\x07" * 32, "desk", "claims.test")
    return ArmContent(key(), "visit", 2, planter, record.noted.append, record.serve, record.change)


def test_a_token_is_noted_when_it_is_handed_out(content: ArmContent, record: Record) -> None:
    token = content.token("song-title")
    (noted,) = record.noted

    assert (noted.value, noted.kind, noted.part) == (token, PlantedKind.CANARY, "song-title")
    assert (noted.arm, noted.act, noted.number) == (key().id, "visit", 2)
    assert content.planted == [noted.id]
    assert content.token("file-name") != token


def test_a_page_is_noted_and_served_with_all_its_parts(content: ArmContent, record: Record) -> None:
    url = content.page()

    assert all(value.value in url for value in record.noted if value.part in {"host", "path", "query"})
    assert [page["host"] in url for page in record.pages] == [True]
    assert content.planted == [value.id for value in record.noted]
    assert content.lacks(("host", "title", "body", "fragment")) == ()


def test_a_text_of_the_screen_stands_for_what_cannot_be_planted(content: ArmContent, record: Record) -> None:
    content.observe("feed-title", "Bees at work")

    assert [(item.kind, item.value) for item in record.noted] == [(PlantedKind.OBSERVED, "Bees at work")]


def test_an_empty_text_is_no_content(content: ArmContent, record: Record) -> None:
    with pytest.raises(MeasurementLost, match="found no text"):
        content.observe("feed-title", "")
    assert record.noted == []


def test_what_is_placed_is_a_change_of_the_phone(content: ArmContent, record: Record) -> None:
    content.place(Proxy(), "127.0.0.1:1")

    assert record.changed == [(Proxy(), "127.0.0.1:1")]


def test_declared_parts_that_nothing_carried_are_named(content: ArmContent) -> None:
    content.token("file-name")

    assert content.lacks(("song-title", "file-name")) == ("song-title",)
