from __future__ import annotations

from harness.judge.places import Places
from tests.judge.records import arm, arm_key, session

ARMS = (arm("a", 10, 20), arm("b", 30, 40), arm("c", 50, None), arm("d", 60, 70))
SESSIONS = (session("s", 0, 100), session("t", 90, None, app="org.b"))
S, T = ((item.id,) for item in SESSIONS)


def test_a_moment_lies_in_one_arm_or_in_none():
    places = Places(ARMS, SESSIONS)
    found = [places.arm_at(time) for time in (9, 10, 20, 25, 40, 55)]
    assert [item and item.key.app for item in found] == [None, "a", "a", None, "b", "c"]


def test_an_arm_that_was_never_closed_ends_with_the_next():
    places = Places(ARMS, SESSIONS)
    assert places.arm_at(65).key.app == "d"
    assert places.arm_of_event(65).key.app == "d"
    assert places.arm_of_event(80).key.app == "c"


def test_between_arms_it_lies_in_the_open_sessions():
    places = Places(ARMS[:2], SESSIONS)
    assert [places.at(time) for time in (15, 25, 95, 200)] == [(arm_key("a").id,), S, (*S, *T), T]


def test_a_session_is_asked_for_by_app():
    places = Places(ARMS, SESSIONS)
    assert places.session_at(95, "org.b") is SESSIONS[1]
    assert places.session_at(95, "org.a") is SESSIONS[0]
    assert places.session_at(95, None) is None
    assert places.session_at(80, "org.b") is None
