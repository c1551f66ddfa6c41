from __future__ import annotations

import pytest

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import insert, of_normal
from tests.judge.honest import ANALYTICS, GMS, MI, Story, Teller, told
from tests.judge.stored import Desk

CLAIMS = ("ANON-01", "ANON-02", "INC-03")
ANDROID_ID = "e89733bec180b224"
KNOWN = (("android_id", ANDROID_ID), ("serial", "ab13af6f0d2e"))


def desk_of(**more) -> Desk:
    return told(claims=CLAIMS, identifiers=KNOWN, **more).copy()


def reporting(uid: int | None, value: str = ANDROID_ID) -> Desk:
    desk = desk_of()

    def act(desk: Desk) -> None:
        teller = Teller(Story())
        teller.desk = desk
        event = {"name": "view", "time": desk.phone_ms, "properties": {"$device_id": value}}
        teller.upload(MI, [event], "x" * 20, uid=uid)

    insert(desk, act, of_normal(desk))
    return desk


@pytest.mark.parametrize(
    ("uid", "outcome"),
    [(-1, Outcome.VIOLATED), (None, Outcome.UNPROVEN), (ANALYTICS, Outcome.UNPROVEN)],
)
def test_an_identifier_in_the_apps_statistics_violates(uid, outcome, judge):
    found = judge(reporting(uid), "ANON-01.identifier")
    assert found.outcome is outcome, found.because
    assert ("identifier-doubtful" in ids(found)) is (outcome is Outcome.UNPROVEN)
    if outcome is Outcome.VIOLATED:
        assert {item.value for witness in found.witnesses for item in witness.values} == {"android_id"}, (
            "the value itself is not shown"
        )


def test_a_foreign_apps_identifier_is_nobodys_concern(judge):
    found = judge(reporting(GMS), "ANON-01.identifier")
    assert found.outcome is not Outcome.VIOLATED
    assert "identifier-doubtful" not in ids(found)


def test_an_identifier_that_could_not_be_learnt_leaves_it_open(judge):
    desk = desk_of()
    desk.identifier("oaid", None, "needs an app")
    assert "identifier-unread" in ids(judge(desk, "ANON-01.identifier"))
    assert "identifier-unread" in ids(judge(desk, "ANON-02.derived"))


@pytest.mark.parametrize(("identity", "violated"), [(ANDROID_ID, True), ("", False)])
def test_a_token_that_is_an_identifier_is_derived(identity, violated, judge):
    found = judge(desk_of(identity=identity), "ANON-02.derived")
    assert (found.outcome is Outcome.VIOLATED) is violated
