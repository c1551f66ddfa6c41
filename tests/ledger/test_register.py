from __future__ import annotations

import pytest

from harness.ledger import App, check, load_ledger, markers
from harness.ledger.register import Vendor
from harness.model.arm import ArmKind
from harness.model.claim import Breadth, Grade, Kind, Observable
from harness.model.errors import SetupError

from .small import CONTRACTS, LEDGER, SWITCH, line_of, small_acts, small_ledger

TESTED = {
    "INC-02": ["address", "search", "news"],
    "INC-03": ["switch", "silent"],
    "INC-04": ["upload", "content", "news"],
    "ANON-01": ["identifier"],
    "ANON-02": ["present", "derived", "renewed", "random"],
    "ENC-01": ["https", "tls"],
    "ENC-02": ["channel"],
    "ENC-03": ["channel", "payload"],
}
UNTESTED = {
    "ANON-03", "ANON-04", "ANON-05", "INC-01", "CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06",
    "SDK-01", "SDK-02", "SDK-03", "SYN-01", "SYN-02", "STO-01", "STO-02", "TP-01", "TP-02",
    "CERT-01", "CERT-02", "CERT-03", "CERT-04", "CEN-01",
}  # fmt: skip


def test_the_tested_claims_have_the_propositions_that_were_fixed(ledger):
    found = {
        claim.id: [item.id.partition(".")[2] for item in claim.propositions]
        for claim in ledger.claims
        if claim.propositions
    }
    assert {claim: found.get(claim) for claim in TESTED} == TESTED


def test_every_other_claim_says_why_it_is_not_tested(ledger):
    others = {claim.id: claim for claim in ledger.claims if not claim.propositions}
    assert set(others) <= UNTESTED
    for claim in others.values():
        assert claim.untested
        assert claim.untested.startswith(("Never", "Not ")), claim.id
    assert not any(
        claim.propositions for claim in ledger.claims if claim.observable == (Observable.OUT_OF_BAND,)
    )


def test_every_part_condition_and_service_of_the_ledger_is_known(ledger, acts, destinations, contracts):
    check(ledger, acts, destinations, contracts)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "parts: [path]",
            "parts: [path, therm]",
            "wanted a part of features/acts.yaml, found 'therm' (did you",
        ),
        (
            "{condition: switch}",
            "{condition: swich}",
            "wanted a condition of features/acts.yaml, found 'swich' (did",
        ),
        (
            "title: Example Browser}",
            "title: Example Browser, services: [google-serach]}",
            "wanted a service of a host of features/destinations.yaml, found 'google-serach' (did you",
        ),
    ],
)
def test_what_no_other_table_knows_is_refused_with_its_line(destinations, old, new, words):
    text = (LEDGER + SWITCH).replace(old, new)
    with pytest.raises(SetupError) as caught:
        check(small_ledger(text), small_acts(), destinations, CONTRACTS)
    assert str(caught.value).startswith(f"features/ledger.yaml:{line_of(text, new)}: {words}")


def test_content_claims_name_the_vendors_browser_narrowly_and_mint_broadly(ledger):
    for name in ("INC-02.address", "INC-02.search", "INC-02.news", "INC-04.upload", "INC-04.content"):
        scopes = {scope.package: scope.breadth for scope in ledger.proposition(name).apps}
        assert scopes == {
            "com.mi.globalbrowser": Breadth.NARROW,
            "com.mi.globalbrowser.mini": Breadth.BROAD,
        }


def test_an_evidence_run_does_enough_acts_for_every_absence(ledger, acts, scenarios):
    for scenario in scenarios:
        proposition = ledger.proposition(scenario.proposition)
        if proposition.kind is Kind.ABSENCE:
            acting = [row for row in scenario.rows if row.kind is ArmKind.RESTRICTIVE] or scenario.rows
            once = sum(
                acts.act(act).count(Grade.EVIDENCE)
                for act in scenario.acts
                for row in acting
                if act in row.acts
            )
            repeats = max(scenario.rounds, proposition.repeats.at(Grade.EVIDENCE))
            assert once * repeats >= proposition.minimum_n.evidence, proposition.id


def test_markers_carry_every_claim_id(ledger):
    lines = markers(ledger)
    assert [line.partition(":")[0] for line in lines] == [claim.id for claim in ledger.claims]
    assert all("\n" not in line for line in lines)


def test_apps_are_found_by_title_name_and_package(ledger):
    app = ledger.app("Mi Browser")
    assert isinstance(app, App)
    assert app is ledger.app("mi-browser") is ledger.app("com.mi.globalbrowser")


@pytest.mark.parametrize(
    ("lookup", "name", "meant"),
    [
        ("claim", "PRIV-1", "a claim of the ledger, found 'PRIV-1' (did you mean 'PRIV-01'?)"),
        (
            "proposition",
            "PRIV-01.adress",
            "a proposition of the ledger, found 'PRIV-01.adress' (did you mean",
        ),
        ("proposition", "X", "a proposition of the ledger, found 'X' (known: PRIV-01.address)"),
        ("app", "bowser", "an app of the ledger, found 'bowser' (did you mean 'browser'?)"),
    ],
)
def test_an_unknown_name_is_refused_with_what_may_be_meant(lookup, name, meant):
    with pytest.raises(SetupError) as caught:
        getattr(small_ledger(), lookup)(name)
    assert str(caught.value).startswith(f"features/ledger.yaml: wanted {meant}")
    assert str(caught.value).endswith("; see `claims list`")


def test_an_app_has_names_that_an_arm_can_carry_and_a_vendor_has_packages():
    with pytest.raises(ValueError, match="short name like notes"):
        App("com.example", "a/b", "A")
    with pytest.raises(ValueError, match="package names"):
        Vendor("V", ())


def test_the_ledger_as_kept_in_a_run_reads_back_equal(ledger, contracts):
    again = load_ledger(ledger.canonical, "features/ledger.yaml", contracts)
    assert again == ledger
