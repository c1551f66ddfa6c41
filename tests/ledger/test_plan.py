from __future__ import annotations

from collections.abc import Mapping

import pytest

from harness.ledger import Selection, load_ledger, plan, read_scenarios
from harness.ledger.versions import within
from harness.model.arm import ArmKind
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.plan import Plan
from harness.model.scenario import ArmRow

from .small import CONTRACTS, FEATURE, NAME, small_acts, small_ledger

MI, MINT = "com.mi.globalbrowser", "com.mi.globalbrowser.mini"
BEFORE = {MI: "12.1.3-g", MINT: "3.4.2"}
AFTER = {MI: "12.1.4-g", MINT: "3.4.3"}
FIRST = {"mi-browser": "12.1.4", "mint-browser": "3.4.3"}


class Offered:
    """The browsers as they are: the switch came with a version, news are read by every one."""

    def lacks(self, app: str, version: str, row: ArmRow) -> str | None:
        if row.every.get("switch") == "other" and not within(version, FIRST.get(app), None):
            return f"{app} {version} has no switch"
        return None


class Without:
    """An app without some value of a condition."""

    def __init__(self, condition: str, value: str) -> None:
        self.pair = condition, value

    def lacks(self, app: str, version: str, row: ArmRow) -> str | None:
        return f"{app} {version} has no {self.pair[1]}" if self.pair in row.every.items() else None


@pytest.fixture(scope="session")
def planned(ledger, acts, scenarios):
    def make(
        versions: Mapping[str, str] = AFTER,
        propositions: tuple[str, ...] | None = None,
        grade: Grade = Grade.SCREENING,
    ) -> Plan:
        parts = None
        if propositions is not None:
            parts = frozenset((name, app.name) for name in propositions for app in ledger.apps)
        return plan(ledger, acts, scenarios, versions, Selection(grade, parts), Offered())

    return make


def arms_of(plan: Plan, proposition: str, app: str = "mi-browser") -> set[str]:
    part = plan.part(proposition, app)
    assert part is not None
    return {key.id.removeprefix(f"{app}/") for key in part.arms}


def ids(switch: str, counts: str, *, repeats: int = 1, pushless: bool = False) -> set[str]:
    """The arms of one position of the switch, as the ledger listed them before the features did."""
    return {
        f"{kind}/switch={switch}/{own}/{acts}/r{repeat}"
        for repeat in range(1, repeats + 1)
        for kind, own, acts in (
            ("permissive", "mode=normal", counts),
            ("blank", "mode=incognito", "no-act"),
            ("restrictive", "mode=incognito", counts),
            ("restrictive", "mode=incognito+suspended=com.xiaomi.xmsf", counts),
        )
        if pushless or "suspended" not in own
    }


CONTENT = ["INC-02.address", "INC-02.search", "INC-02.news", "INC-04.content", "INC-04.news"]
PUSHLESS = ["INC-03.silent", "INC-04.upload"]
DEFAULT = [
    "ANON-01.identifier",
    "ANON-02.derived",
    "ENC-01.https",
    "ENC-01.tls",
    "ENC-02.channel",
    "ENC-03.channel",
    "ENC-03.payload",
]
NORMAL = ["ANON-02.present", "ANON-02.random"]


def concerns(proposition, package):
    return any(scope.package == package for scope in proposition.apps)


@pytest.mark.parametrize(
    ("grade", "counts", "repeats"),
    [
        (Grade.SCREENING, "visit3+search3+news1", 1),
        (Grade.EVIDENCE, "visit7+search7+news7", 3),
    ],
)
def test_the_features_give_the_arms_that_the_ledger_gave(planned, ledger, grade, counts, repeats):
    found = planned(grade=grade)
    default = ids("default", counts, repeats=repeats)
    both = default | ids("other", counts, repeats=repeats)
    every = {
        name: arms
        for names, arms in (
            (CONTENT, both),
            (DEFAULT, default),
            (
                PUSHLESS,
                ids("default", counts, repeats=repeats, pushless=True)
                | ids("other", counts, repeats=repeats, pushless=True),
            ),
            (NORMAL, {key for key in default if key.startswith("permissive")}),
            (["INC-03.switch"], {key for key in both if key.startswith("restrictive")}),
        )
        for name in names
    }
    twice = ids("default", counts, repeats=max(2, repeats))
    every["ANON-02.renewed"] = {key for key in twice if key.startswith("permissive")}
    for app in (MI, MINT):
        known = {item.id for claim in ledger.claims for item in claim.propositions if concerns(item, app)}
        assert known == set(every)
        assert {name: arms_of(found, name, ledger.app(app).name) for name in every} == every


def test_one_app_has_eight_arms_in_two_sessions_and_the_renewed_token_a_second_repeat(planned):
    sessions = [session for session in planned().sessions if session.key.app == "mi-browser"]
    assert [(session.key.id, len(session.arms)) for session in sessions] == [
        ("mi-browser/switch=default/r1", 4),
        ("mi-browser/switch=other/r1", 4),
        ("mi-browser/switch=default/r2", 1),
    ]


def test_the_plan_is_the_same_whatever_the_order_of_packages_and_features(
    planned, ledger, acts, contracts, feature_texts
):
    first = planned()
    assert planned(dict(reversed(AFTER.items()))) == first
    again = load_ledger(ledger.canonical, "again", contracts)
    backwards = read_scenarios(dict(reversed(feature_texts.items())), again, acts, contracts)
    assert plan(again, acts, backwards, AFTER, Selection(Grade.SCREENING), Offered()) == first


def test_an_app_without_the_switch_has_only_its_default(planned):
    found = planned(BEFORE)
    assert {key.consent for key in found.arms} == {(("switch", "default"),)}
    part = found.part("INC-03.silent", "mi-browser")
    assert part is not None
    assert part.arms == ()
    assert part.why_not == "Mi Browser is 12.1.3-g; the claim speaks of versions from 12.1.4"
    mixed = planned(BEFORE | {MINT: "3.4.3"}, ("INC-03.switch",))
    assert {key.app for key in mixed.arms} == {"mint-browser"}


def test_an_app_that_is_not_installed_has_parts_that_do_not_apply(planned):
    assert {key.app for key in planned({MI: "12.1.4"}).arms} == {"mi-browser"}
    nothing = planned({})
    assert nothing.sessions == ()
    assert {part.why_not for part in nothing.parts} >= {
        "Mi Browser is not installed",
        "Mint Browser is not installed",
    }
    assert all(part.why_not.endswith(" is not installed") for part in nothing.parts)


@pytest.mark.parametrize(
    ("lacking", "arms"), [(("mode", "private"), 0), (("mode", "normal"), 0), (("switch", "other"), 3)]
)
def test_a_version_without_all_arms_of_a_when_cannot_be_judged(lacking, arms):
    ledger, acts = small_ledger(), small_acts()
    scenarios = read_scenarios({NAME: FEATURE}, ledger, acts, CONTRACTS)
    versions = {"com.example.browser": "1.0"}
    (part,) = plan(ledger, acts, scenarios, versions, Selection(Grade.SCREENING), Without(*lacking)).parts
    assert len(part.arms) == arms
    assert part.why_not == (None if arms else f"browser 1.0 has no {lacking[1]}")


def test_an_arm_that_no_driver_can_fix_stops_the_plan():
    class Unknown:
        def lacks(self, app: str, version: str, row: ArmRow) -> str | None:
            raise SetupError(f"{app}: wanted a driver for {row.acts}")

    ledger, acts = small_ledger(), small_acts()
    scenarios = read_scenarios({NAME: FEATURE}, ledger, acts, CONTRACTS)
    with pytest.raises(SetupError, match="wanted a driver"):
        plan(ledger, acts, scenarios, {"com.example.browser": "1"}, Selection(Grade.SCREENING), Unknown())


def test_apps_take_turns_so_that_their_windows_overlap(planned):
    found = planned().sessions
    assert [item.key.id for item in found] == [
        "mi-browser/switch=default/r1",
        "mint-browser/switch=default/r1",
        "mi-browser/switch=other/r1",
        "mint-browser/switch=other/r1",
        "mi-browser/switch=default/r2",
        "mint-browser/switch=default/r2",
    ]
    assert {item.package for item in found} == {MI, MINT}
    assert {item.window_s for item in found} == {1500}


def test_within_a_session_permissive_comes_first_and_suspended_last(planned):
    assert [(key.kind, "suspended" in key.every) for key in planned().sessions[0].arms] == [
        (ArmKind.PERMISSIVE, False),
        (ArmKind.BLANK, False),
        (ArmKind.RESTRICTIVE, False),
        (ArmKind.RESTRICTIVE, True),
    ]


def test_evidence_counterbalances_and_repeats(planned):
    found = planned(propositions=("INC-02.address",), grade=Grade.EVIDENCE).sessions
    orders = {
        item.key.repeat: [key.kind for key in item.arms] for item in found if item.key.app == "mi-browser"
    }
    assert orders[1] == orders[3] == [ArmKind.PERMISSIVE, ArmKind.BLANK, ArmKind.RESTRICTIVE]
    assert orders[2] == [ArmKind.PERMISSIVE, ArmKind.RESTRICTIVE, ArmKind.BLANK]
    assert {item.window_s for item in found} == {1800}


def test_a_selection_plans_what_its_parts_need_and_no_more(planned):
    found = planned(propositions=("ANON-02.present", "ANON-02.renewed"))
    assert {part.proposition for part in found.parts} == {"ANON-02.present", "ANON-02.renewed"}
    assert {key for part in found.parts for key in part.arms} == set(found.arms)
    assert len(found.arms) == 4


def test_a_selection_without_anything_to_run_is_refused(planned):
    with pytest.raises(SetupError, match="wanted at least one scenario to run, found none"):
        planned(propositions=())


def test_a_version_that_cannot_be_compared_is_refused(planned):
    with pytest.raises(SetupError, match=r"com\.mi\.globalbrowser on the handset: .* found 'beta'"):
        planned({MI: "beta"}, ("INC-03.switch",))
