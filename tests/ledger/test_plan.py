from __future__ import annotations

import pytest

from harness.ledger import Selection, arms, load_ledger, plan, sessions
from harness.model.claim import ArmKind, ClaimId, Grade
from harness.model.errors import SetupError

BEFORE = {"com.mi.globalbrowser": "12.1.3-g", "com.mi.globalbrowser.mini": "3.4.2"}
AFTER = {"com.mi.globalbrowser": "12.1.4-g", "com.mi.globalbrowser.mini": "3.4.3"}
ALL = Selection(Grade.SCREENING)


def claims(*names: str, grade: Grade = Grade.SCREENING) -> Selection:
    return Selection(grade, tuple(ClaimId(name) for name in names))


def test_the_plan_is_the_same_whatever_the_order_of_the_handsets_packages(ledger):
    first = plan(ledger, AFTER, ALL)
    assert plan(ledger, dict(reversed(AFTER.items())), ALL) == first
    assert plan(load_ledger(ledger.canonical, "again"), AFTER, ALL) == first


def test_every_arm_is_planned_once_under_a_readable_id(ledger):
    ids = [key.id for key in plan(ledger, AFTER, ALL)]
    assert len(set(ids)) == len(ids)
    assert "mi-browser/restrictive/incognito/switch=other/visit3+search3+news1/r1" in ids
    assert "mint-browser/restrictive/incognito/switch=default/visit3+search3+news1/r1/suspended=xmsf" in ids
    assert "mi-browser/blank/incognito/switch=other/no-act/r1" in ids


def test_an_app_without_the_switch_has_only_its_default(ledger):
    keys = plan(ledger, BEFORE, ALL)
    assert keys
    assert all(key.need.consent == (("switch", "default"),) for key in keys)
    assert plan(ledger, BEFORE, claims("INC-03")) == ()
    mixed = plan(ledger, BEFORE | {"com.mi.globalbrowser.mini": "3.4.3"}, claims("INC-03"))
    assert {key.name for key in mixed} == {"mint-browser"}


def test_an_app_that_is_not_installed_is_not_planned(ledger):
    assert {key.name for key in plan(ledger, {"com.mi.globalbrowser": "12.1.4"}, ALL)} == {"mi-browser"}
    assert plan(ledger, {}, ALL) == ()


def test_apps_take_turns_so_that_their_windows_overlap(ledger):
    found = sessions(ledger, AFTER, ALL)
    assert [(item.name, dict(item.consent)["switch"], item.repeat) for item in found] == [
        ("mi-browser", "default", 1),
        ("mint-browser", "default", 1),
        ("mi-browser", "other", 1),
        ("mint-browser", "other", 1),
        ("mi-browser", "default", 2),
        ("mint-browser", "default", 2),
    ]
    assert all(item.window_s == 1500 for item in found)


def test_within_a_session_permissive_comes_first_and_suspended_last(ledger):
    first = sessions(ledger, AFTER, ALL)[0]
    assert [(key.need.kind, bool(key.need.suspended)) for key in first.arms] == [
        (ArmKind.PERMISSIVE, False),
        (ArmKind.BLANK, False),
        (ArmKind.RESTRICTIVE, False),
        (ArmKind.RESTRICTIVE, True),
    ]


def test_evidence_counterbalances_and_repeats(ledger):
    found = sessions(ledger, AFTER, claims("INC-02", grade=Grade.EVIDENCE))
    orders = {
        item.repeat: [key.need.kind for key in item.arms] for item in found if item.name == "mi-browser"
    }
    assert orders[1] == orders[3] == [ArmKind.PERMISSIVE, ArmKind.BLANK, ArmKind.RESTRICTIVE]
    assert orders[2] == [ArmKind.PERMISSIVE, ArmKind.RESTRICTIVE, ArmKind.BLANK]
    assert {item.window_s for item in found} == {1800}


def test_a_selection_plans_what_its_propositions_need_and_no_more(ledger):
    keys = plan(ledger, AFTER, claims("ANON-02"))
    assert {key.need.repeat for key in keys} == {1, 2}
    needed = {
        key
        for proposition in ledger.claim("ANON-02").propositions
        for key in arms(ledger, proposition, AFTER, Grade.SCREENING)
    }
    assert set(keys) == needed


@pytest.mark.parametrize("names", [(), ("CERT-01",), ("CERT-01", "STO-02")])
def test_a_selection_without_anything_to_test_is_refused(ledger, names):
    with pytest.raises(SetupError, match="at least one claim with a proposition"):
        plan(ledger, AFTER, claims(*names))


def test_an_unknown_claim_is_refused(ledger):
    with pytest.raises(SetupError, match="found 'INC-99'"):
        plan(ledger, AFTER, claims("INC-99"))


def test_a_version_that_cannot_be_compared_is_refused(ledger):
    with pytest.raises(SetupError, match=r"com\.mi\.globalbrowser on the handset: .* found 'beta'"):
        plan(ledger, {"com.mi.globalbrowser": "beta"}, claims("INC-03"))
