from __future__ import annotations

import pytest

from harness.model.act import Act, JudgedBy, Receiver
from harness.model.destination import ActRole

PAGE = Receiver(ActRole.ADDRESSED_PAGE, ("path",), ("url.path", "header:referer"), "it was asked for")


def test_a_receiver_covers_a_part_in_its_places_only():
    assert PAGE.covers("path", "url.path")
    assert PAGE.covers("path", "header:Referer")
    assert not PAGE.covers("path", "header:other")
    assert not PAGE.covers("query", "url.path")
    assert Receiver(ActRole.CHOSEN_SERVICE, ("path",), ("header",), "x").covers("path", "header:any")


def test_an_act_gives_away_only_what_it_carries():
    act = Act("visit", "a visit", JudgedBy.CANARY, ("path",), (PAGE,))
    assert act.permits(ActRole.ADDRESSED_PAGE, "path", "url.path")
    assert act.gives_role(ActRole.ADDRESSED_PAGE)
    assert not act.gives_role(ActRole.CHOSEN_SERVICE)
    with pytest.raises(ValueError, match="does not carry"):
        Act("visit", "a visit", JudgedBy.CANARY, ("query",), (PAGE,))
    with pytest.raises(ValueError, match="receives nothing lawfully"):
        Act("visit", "a visit", JudgedBy.CANARY, ("path",), (Receiver(ActRole.NONE, (), (), "x"),))
