from __future__ import annotations

import pytest

from harness.judge import egress
from tests.judge.cases import case_of
from tests.judge.damage import arms, datagrams, datagrams_unknown, mode_unknown, relay_moved, silent_arm
from tests.judge.honest import MI, UIDS, XMSF, honest
from tests.judge.stored import Count


def closed(desk, folder):
    case = case_of(desk, folder)
    watched = tuple(arm for arm in case.arms if arm.id == silent_arm(desk))
    return egress.of_arms(case, watched)


def test_every_uid_in_scope_that_moved_bytes_is_compared(tmp_path):
    states, reasons = closed(honest(), tmp_path)
    assert reasons == []
    assert {state.app for state in states} == {MI, "com.xiaomi.xmsf", "com.android.shell"}
    assert all(state.met for state in states)
    relays = egress.closed_relays(states)
    assert relays == {(state.arm, "com.xiaomi.xmsf") for state in states}


def around_the_recorder(desk):
    for line in desk.find("counters", at="close"):
        line["uids"][str(UIDS[MI])]["tx_bytes"] += 300


def by_the_resolver(desk):
    """Names were asked for by a uid that no package has."""
    for line in desk.find("counters", at="close"):
        line["uids"]["1051"] = Count(udp=2_600, datagrams=50).row()


@pytest.mark.parametrize(
    ("damage", "reason", "text"),
    [
        (around_the_recorder, "closure-not-met", MI),
        (by_the_resolver, "closure-not-met", "uid 1051 of the system"),
        (datagrams, "closure-not-met", MI),
        (datagrams_unknown, "closure-not-shown", "datagrams"),
        (mode_unknown, "closure-not-shown", "vpn"),
        (relay_moved, "closure-not-met", "com.xiaomi.xmsf"),
    ],
)
def test_what_is_not_closed_says_why(damage, reason, text, tmp_path):
    desk = honest()
    damage(desk)
    _, reasons = closed(desk, tmp_path)
    assert any(item.id == reason and text in item.detail for item in reasons), reasons


def test_a_relay_is_closed_only_where_it_was_read_as_suspended(tmp_path):
    desk = honest()
    (suspended,) = arms(desk, suspended=True)
    for line in desk.find("preconditions", arm=suspended, condition="suspended"):
        line["found"] = "False"
    _, reasons = closed(desk, tmp_path)
    assert [item.id for item in reasons] == ["closure-not-met"]


def test_a_counter_that_went_backwards_closes_nothing(tmp_path):
    desk = honest()
    for line in desk.find("counters", at="close"):
        line["uids"][str(XMSF)]["tx_bytes"] = 0
    _, reasons = closed(desk, tmp_path)
    assert [item.id for item in reasons] == ["closure-not-shown"]
