from __future__ import annotations

from harness.virtual.behaviours.occasions import Occasion, Standing, Vocabulary


def test_what_any_app_does_can_be_named_without_one():
    assert {"launch", "timer", "idle", "boot"} <= Vocabulary().triggers
    assert "visit" not in Vocabulary().triggers


def test_an_app_stands_consented_in_normal_mode_unless_it_says_otherwise():
    occasion = Occasion("visit", Standing("a.b"))

    assert occasion.standing.consent
    assert not occasion.standing.incognito
    assert occasion.facts == {}
