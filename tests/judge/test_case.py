from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge.case import attributed_by, describe
from harness.judge.reading import ReadGap, Sighted
from harness.model.destination import ActRole, Controller
from harness.model.message import GapReason
from harness.model.planted import PlantedKind
from tests.judge.cases import case_of
from tests.judge.damage import arms, silent_arm
from tests.judge.honest import ANALYTICS, GMS, MI, UIDS, honest
from tests.judge.records import destination, planted


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(honest(), tmp_path_factory.mktemp("case"))


def sighted(uid: int | None = UIDS[MI], **more) -> Sighted:
    fields = {
        "planted": planted("canary:a", "abcdefgh"),
        "form": "plain",
        "path": ("body",),
        "uid": uid,
        "app": None,
        "destination": destination(),
        "inbound": False,
        "cleartext": False,
        "answered_by": "upstream",
        "exchange": "e1",
        "time_us": 10,
        "channel": None,
        "chance": 0.0,
    }
    return Sighted(**fields | more)


@pytest.mark.parametrize(
    ("seen", "convicts"),
    [
        (sighted(), True),
        (sighted(ANALYTICS), True),
        (sighted(None), True),
        (sighted(GMS), False),
        (sighted(None, destination=destination(controller=Controller.THIRD_PARTY)), False),
        (sighted(destination=destination(controller=Controller.THIRD_PARTY)), True),
        (sighted(destination=destination(controller=Controller.UNKNOWN)), False),
        (sighted(destination=destination(role=ActRole.CHOSEN_SERVICE)), False),
        (sighted(inbound=True), False),
        (sighted(answered_by="canary"), False),
        (sighted(chance=1e-5), False),
        (sighted(chance=1e-7), False),
        (sighted(chance=1e-12), True),
        (sighted(path=("header:referer", "percent")), False),
        (sighted(path=("dns",)), False),
        (sighted(path=()), False),
    ],
)
def test_a_sighting_convicts_by_sender_receiver_place_and_chance(case, seen, convicts):
    """1e-7 in one place is too much where many messages were searched."""
    assert case.convicts(seen) is convicts


def test_an_observed_value_convicts_where_it_was_first_seen_after_it_was_read(case):
    arm = case.arms[-1]
    value = planted("observed:a", "https://a.example/x", PlantedKind.OBSERVED, arm=arm.id)
    assert case.convicts(sighted(planted=value, time_us=arm.opened_us + 1))
    assert not case.convicts(sighted(planted=value, time_us=arm.opened_us - 1))
    assert not case.convicts(sighted(planted=value, time_us=arm.opened_us + 1, form="first-half"))
    assert not case.convicts(sighted(planted=replace(value, arm="no arm"), time_us=arm.opened_us + 1))


def test_arms_sessions_and_acts_are_found_by_name(case):
    desk = honest()
    assert len(case.arms) == 8
    assert case.missing() == ()
    assert {arm.kind for arm in case.of_kind("blank")} == {"blank"}
    (arm,) = [arm for arm in case.arms if arm.id == silent_arm(desk)]
    start, end = case.interval(arm)
    assert start == arm.opened_us
    assert end == case.session(arm).closed_us
    assert case.switch(arm.session).position == "on"
    assert case.acts_done((arm,), ("visit", "search")) == 3
    assert case.acts_done((arm,), ("news",)) == 0
    (suspended,) = [arm for arm in case.arms if arm.id == arms(desk, suspended=True)[0]]
    assert case.acts_done((suspended,), ("visit",)) == 0


def test_an_arm_whose_session_never_ended_reaches_to_the_end_of_time(case):
    lost = replace(case.arms[0], session="gone", closed_us=None)
    assert case.interval(lost)[1] == 1 << 62
    assert case.session(lost) is None


def test_names_of_uids_are_those_of_their_packages(case):
    assert case.reading_name(UIDS[MI]) == MI
    assert case.reading_name(4711) == "uid:4711"
    assert case.ours(UIDS[MI])
    assert not case.ours(None)


def test_the_value_of_an_identifier_is_not_published(case):
    hidden = planted("identifier:imei", "001017007288379", PlantedKind.IDENTIFIER)
    assert case.witness(sighted(planted=hidden)).first.value == "path"
    assert case.witness(sighted()).first.value == "abcdefgh"


@pytest.mark.parametrize(
    ("uid", "controller", "by"),
    [
        (5, Controller.UNKNOWN, "socket"),
        (None, Controller.VENDOR, "host"),
        (None, Controller.UNKNOWN, "none"),
    ],
)
def test_a_message_is_tied_to_its_app_by_socket_or_host(uid, controller, by):
    assert attributed_by(uid, controller) == by


def test_a_gap_is_told_to_people():
    gap = ReadGap(GapReason.QUIC, None, None, "", "why", None, None, 1, 2, count=3)
    assert describe(gap) == "quic: unattributed to unknown host, 3 x (why)"
