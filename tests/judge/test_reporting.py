from __future__ import annotations

import pytest

from harness.judge import reporting
from harness.model.arm import ArmKind
from tests.judge.cases import case_of
from tests.judge.damage import silent_arm, silent_blank, upload_in
from tests.judge.honest import ANALYTICS, GMS, MI, honest, told


def case_and_arm(desk, folder):
    case = case_of(desk, folder)
    return case, tuple(arm for arm in case.arms if arm.id == silent_arm(desk))


def test_the_honest_run_gives_no_reason(tmp_path):
    case, arms = case_and_arm(honest(), tmp_path)
    for told_of in (reporting.doubtful, reporting.untimed, reporting.unexplained, reporting.configuration):
        assert told_of(case, arms) == []
    assert reporting.carried(case, arms) == []


def test_uploads_of_permissive_arms_show_that_the_channel_works(tmp_path):
    case, arms = case_and_arm(honest(), tmp_path)
    assert reporting.permissive(case) > reporting.permissive_beside(case, ()) - 1 > 0
    only_other = tuple(arm for arm in case.of_kind(ArmKind.RESTRICTIVE) if arm not in arms)
    assert reporting.permissive_beside(case, only_other) == reporting.permissive(case)


@pytest.mark.parametrize(
    ("uid", "reason"),
    [(None, "unattributed-upload"), (ANALYTICS, "relay-upload"), (GMS, None), (-1, None)],
)
def test_uploads_by_others_are_doubtful(uid, reason, tmp_path):
    desk = honest()
    upload_in(silent_arm, uid)(desk)
    case, arms = case_and_arm(desk, tmp_path)
    assert [item.id for item in reporting.doubtful(case, arms)] == ([reason] if reason else [])


def test_what_a_relay_reports_in_a_blank_arm_too_is_not_of_the_act(tmp_path):
    desk = honest()
    for which in (silent_arm, silent_blank):
        upload_in(which, ANALYTICS)(desk)
    case, arms = case_and_arm(desk, tmp_path)
    assert reporting.doubtful(case, arms) == []


def test_content_that_a_relay_reports_is_of_the_arm(tmp_path):
    desk = honest()
    upload_in(silent_arm, ANALYTICS, content=True)(desk)
    case, arms = case_and_arm(desk, tmp_path)
    assert {item.app for item in reporting.carried(case, arms)} == {"com.miui.analytics"}


@pytest.mark.parametrize("time_ms", [1, 1 << 42])
def test_an_upload_of_an_impossible_time_is_untimed(time_ms, tmp_path):
    desk = honest()
    upload_in(silent_arm, time_ms=time_ms)(desk)
    case, arms = case_and_arm(desk, tmp_path)
    assert [item.id for item in reporting.untimed(case, arms)] == ["untimed-upload"]


def test_a_configuration_is_read_in_each_session_and_stays(tmp_path):
    desk = told(config=(("silent", b'{"v":2}'),)).copy()
    case = case_of(desk, tmp_path)
    found = reporting.configuration(case, case.of_kind(ArmKind.RESTRICTIVE))
    assert [item.id for item in found] == ["configuration-changed"]
    assert case.app == MI
