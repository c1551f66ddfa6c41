from __future__ import annotations

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import insert, of_collecting, silent_arm
from tests.judge.honest import MI, Story, Teller, told
from tests.judge.stored import Desk, token

CONTENT = ("INC-04",)
QUIET = frozenset()


def test_any_upload_wants_a_baseline_and_is_violated_by_one(judge):
    quiet = judge(told(claims=CONTENT, incognito_uploads=QUIET), "INC-04.upload")
    assert (quiet.outcome, ids(quiet)) == (Outcome.UNPROVEN, {"baseline-missing"})
    assert judge(told(claims=CONTENT), "INC-04.upload").outcome is Outcome.VIOLATED


def test_silence_holds_beside_arms_in_which_the_app_does_not_run(judge):
    found = judge(told(claims=CONTENT, incognito_uploads=QUIET, baseline=True), "INC-04.upload")
    assert (found.outcome, found.reasons) == (Outcome.HOLDS, ())


def test_an_app_that_reports_where_it_should_not_run_is_no_baseline(judge):
    desk = told(claims=CONTENT, incognito_uploads=QUIET, baseline=True).copy()
    opened = desk.find("timeline", what="arm-opened")
    arm = next(line["arm"] for line in opened if "running=no" in line["arm"])

    def act(desk: Desk) -> None:
        teller = Teller(Story())
        teller.desk = desk
        teller.upload(MI, [{"name": "alive", "time": desk.phone_ms, "properties": {}}], token("x"))

    insert(desk, act, arm)
    assert "upload-in-baseline" in ids(judge(desk, "INC-04.upload"))


def test_content_of_a_relay_counts_where_the_app_itself_is_silent(judge):
    """Both positions report by the relay: the switch does nothing."""
    desk = told(incognito_uploads=QUIET).copy()
    for arm in (silent_arm(desk), of_collecting(desk)):

        def act(desk: Desk, arm: str = arm) -> None:
            teller = Teller(Story())
            teller.desk = desk
            event = {
                "name": "view",
                "time": desk.phone_ms,
                "properties": {"$title": token("visit", arm, 1, "title")},
            }
            teller.upload(MI, [event], token("relay"), uid=10081)

        insert(desk, act, arm)
    found = judge(desk)
    assert found.outcome is Outcome.VIOLATED
    assert {witness.app for witness in found.witnesses} == {"com.miui.analytics"}
