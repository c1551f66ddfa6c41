from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.act import Act, JudgedBy, Receiver
from harness.model.claim import Grade, PerGrade
from harness.model.destination import ActRole

PAGE = Receiver(ActRole.ADDRESSED_PAGE, ("path",), ("url.path", "header:referer"), "it was asked for")
VISIT = Act(
    "visit",
    "a visit",
    "pages are visited",
    "page {number}, visited",
    PerGrade(3, 7),
    JudgedBy.CANARY,
    ("path",),
    (PAGE,),
)


def test_a_receiver_covers_a_part_in_its_places_only():
    assert PAGE.covers("path", "url.path")
    assert PAGE.covers("path", "header:Referer")
    assert not PAGE.covers("path", "header:other")
    assert not PAGE.covers("query", "url.path")
    assert replace(PAGE, places=("header",)).covers("path", "header:any")


def test_an_act_gives_away_only_what_it_carries():
    assert VISIT.permits(ActRole.ADDRESSED_PAGE, "path", "url.path")
    assert VISIT.gives_role(ActRole.ADDRESSED_PAGE)
    assert not VISIT.gives_role(ActRole.CHOSEN_SERVICE)
    with pytest.raises(ValueError, match="does not carry"):
        replace(VISIT, carries=("query",))
    with pytest.raises(ValueError, match="receives nothing lawfully"):
        replace(VISIT, receivers=(Receiver(ActRole.NONE, (), (), "x"),))


def test_an_act_says_how_often_it_is_done_and_names_one_time_of_it():
    assert (VISIT.count(Grade.SCREENING), VISIT.count(Grade.EVIDENCE)) == (3, 7)
    assert VISIT.in_words(2) == "page 2, visited"
    assert "{number}" not in VISIT.in_words(None)
