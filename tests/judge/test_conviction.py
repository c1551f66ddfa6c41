from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge.conviction import convicts
from harness.model.destination import ActRole, Controller
from harness.model.planted import PlantedKind
from tests.judge.cases import case_of
from tests.judge.honest import ANALYTICS, GMS, MI, UIDS, honest
from tests.judge.records import destination, planted, sighted


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(honest(), tmp_path_factory.mktemp("case"))


def seen(uid: int | None = UIDS[MI], **more):
    return sighted(uid, **more)


@pytest.mark.parametrize(
    ("found", "convicting"),
    [
        (seen(), True),
        (seen(ANALYTICS), True),
        (seen(None), True),
        (seen(GMS), False),
        (seen(None, destination=destination(controller=Controller.THIRD_PARTY)), False),
        (seen(destination=destination(controller=Controller.THIRD_PARTY)), True),
        (seen(destination=destination(controller=Controller.UNKNOWN)), False),
        (seen(destination=destination(role=ActRole.CHOSEN_SERVICE)), False),
        (seen(inbound=True), False),
        (seen(by_canary=True), False),
        (seen(chance=1e-5), False),
        (seen(chance=1e-7), False),
        (seen(chance=1e-12), True),
        *((seen(place=place), False) for place in ("header:referer", "dns", "sni", "connect")),
        (seen(place="header:x-referer"), True),
        (seen(path=()), False),
    ],
)
def test_a_sighting_convicts_by_sender_receiver_place_and_chance(case, found, convicting):
    """1e-7 in one place is too much where many messages were searched."""
    assert convicts(case, found) is convicting


def test_places_that_convict_nobody_alone_are_those_of_the_acts(case):
    acts = replace(case.acts, never_alone=("cookie", "Header:X-Page"))
    other = replace(case, acts=acts)
    assert convicts(other, seen(place="header:referer"))
    assert not convicts(other, seen(place="cookie:id"))
    assert not convicts(other, seen(place="header:x-page"))


def test_an_observed_value_convicts_where_it_was_first_seen_after_it_was_read(case):
    arm = case.arms[-1]
    value = planted("observed:a", "https://a.example/x", PlantedKind.OBSERVED, arm=arm.id)
    assert convicts(case, seen(planted=value, time_us=arm.opened_us + 1))
    assert not convicts(case, seen(planted=value, time_us=arm.opened_us - 1))
    assert not convicts(case, seen(planted=value, time_us=arm.opened_us + 1, form="first-half"))
    assert not convicts(case, seen(planted=replace(value, arm="no arm"), time_us=arm.opened_us + 1))
