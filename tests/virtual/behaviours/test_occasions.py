from __future__ import annotations

from harness.virtual.behaviours.occasions import FACTS, TRIGGERS, Occasion, Standing


def test_triggers_and_facts_are_named_once():
    assert len(set(TRIGGERS)) == len(TRIGGERS)
    assert len(set(FACTS)) == len(FACTS)
    assert {"visit", "search", "read_news", "timer", "idle", "boot"} <= set(TRIGGERS)


def test_an_app_stands_consented_in_normal_mode_unless_it_says_otherwise():
    occasion = Occasion("visit", Standing("a.b"))

    assert occasion.standing.consent
    assert not occasion.standing.incognito
    assert occasion.facts == {}
