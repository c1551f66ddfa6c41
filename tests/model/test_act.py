from __future__ import annotations

import pytest

from harness.model.act import Act, JudgedBy, Receiver
from harness.model.claim import Grade, PerGrade
from harness.model.destination import ActRole

PAGE = Receiver(ActRole.ADDRESSED_PAGE, ("path",), ("url.path", "header:referer"), "it was asked for")


def visit(carries, *receivers):
    return Act(
        "visit",
        "a visit",
        "pages are visited",
        "page {number}, visited",
        PerGrade(3, 20),
        JudgedBy.CANARY,
        carries,
        receivers,
    )


def test_a_receiver_covers_a_part_in_its_places_only():
    assert PAGE.covers("path", "url.path")
    assert PAGE.covers("path", "header:Referer")
    assert not PAGE.covers("path", "header:other")
    assert not PAGE.covers("query", "url.path")
    assert Receiver(ActRole.CHOSEN_SERVICE, ("path",), ("header",), "x").covers("path", "header:any")


def test_an_act_gives_away_only_what_it_carries():
    act = visit(("path",), PAGE)
    assert act.permits(ActRole.ADDRESSED_PAGE, "path", "url.path")
    assert act.gives_role(ActRole.ADDRESSED_PAGE)
    assert not act.gives_role(ActRole.CHOSEN_SERVICE)
    with pytest.raises(ValueError, match="does not carry"):
        visit(("query",), PAGE)
    with pytest.raises(ValueError, match="receives nothing lawfully"):
        visit(("path",), Receiver(ActRole.NONE, (), (), "x"))


def test_an_act_has_words_and_is_done_so_often():
    act = visit(("path",), PAGE)
    assert act.in_words(2) == "page 2, visited"
    assert (act.count(Grade.SCREENING), act.count(Grade.EVIDENCE)) == (3, 20)
