from __future__ import annotations

import re

import pytest

from harness.ledger import App, check, load_acts, load_ledger, markers
from harness.model.claim import ArmKind, Breadth, Grade, Kind, Observable
from harness.model.errors import SetupError

REGISTER = [
    "ANON-01",
    "ANON-02",
    "ANON-03",
    "ANON-04",
    "ANON-05",
    "INC-01",
    "INC-02",
    "INC-03",
    "INC-04",
    "CON-01",
    "CON-02",
    "CON-03",
    "CON-04",
    "CON-05",
    "CON-06",
    "SDK-01",
    "SDK-02",
    "SDK-03",
    "SYN-01",
    "SYN-02",
    "ENC-01",
    "ENC-02",
    "ENC-03",
    "STO-01",
    "STO-02",
    "TP-01",
    "TP-02",
    "CERT-01",
    "CERT-02",
    "CERT-03",
    "CERT-04",
    "CEN-01",
]
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


def test_every_claim_of_the_register_is_in_the_ledger(ledger):
    assert sorted(claim.id for claim in ledger.claims) == sorted(REGISTER)


def test_the_tested_claims_have_the_propositions_that_were_fixed(ledger):
    found = {
        claim.id: [item.id.partition(".")[2] for item in claim.propositions]
        for claim in ledger.claims
        if claim.propositions
    }
    assert found == TESTED


def test_every_other_claim_says_why_it_is_not_tested(ledger):
    for claim in ledger.claims:
        if claim.id not in TESTED:
            assert claim.untested
            assert claim.untested.startswith(("Never", "Not ")), claim.id
        if claim.observable == (Observable.OUT_OF_BAND,):
            assert not claim.propositions


def test_every_act_and_part_of_the_ledger_is_known(ledger, acts):
    check(ledger, acts)


def test_an_unknown_act_of_the_ledger_is_refused(ledger, acts):
    text = acts.canonical.replace('"id":"search"', '"id":"seek"')
    with pytest.raises(SetupError, match="found 'search'"):
        check(ledger, load_acts(text, "acts"))


def test_content_claims_name_the_vendors_browser_narrowly_and_mint_broadly(ledger):
    for name in ("INC-02.address", "INC-02.search", "INC-02.news", "INC-04.upload", "INC-04.content"):
        scopes = {scope.package: scope.breadth for scope in ledger.proposition(name).apps}
        assert scopes == {
            "com.mi.globalbrowser": Breadth.NARROW,
            "com.mi.globalbrowser.mini": Breadth.BROAD,
        }


def test_the_switch_has_its_arms_in_both_positions(ledger):
    needs = ledger.proposition("INC-03.silent").needs(Grade.SCREENING)
    conditions = {
        (need.kind, need.mode.value, dict(need.consent)["switch"], need.suspended) for need in needs
    }
    for position in ("default", "other"):
        assert (ArmKind.PERMISSIVE, "normal", position, ()) in conditions
        assert (ArmKind.BLANK, "incognito", position, ()) in conditions
        assert (ArmKind.RESTRICTIVE, "incognito", position, ()) in conditions
        assert (ArmKind.RESTRICTIVE, "incognito", position, ("com.xiaomi.xmsf",)) in conditions


def test_an_evidence_run_does_enough_acts_for_every_absence_but_none_by_chance(ledger):
    for claim in ledger.claims:
        for proposition in claim.propositions:
            if proposition.kind is Kind.ABSENCE:
                needs = proposition.needs(Grade.EVIDENCE)
                acting = [need for need in needs if need.kind is ArmKind.RESTRICTIVE] or list(needs)
                done = sum(count for need in acting for act, count in need.acts if act in proposition.acts)
                assert done >= proposition.minimum_n.evidence, proposition.id


def test_markers_carry_every_claim_id(ledger):
    lines = markers(ledger)
    assert [line.partition(":")[0] for line in lines] == [claim.id for claim in ledger.claims]
    assert all("\n" not in line for line in lines)


def test_apps_are_found_by_title_name_and_package(ledger):
    app = ledger.app("Mi Browser")
    assert isinstance(app, App)
    assert app is ledger.app("mi-browser") is ledger.app("com.mi.globalbrowser")


@pytest.mark.parametrize("lookup", ["claim", "proposition", "app"])
def test_an_unknown_name_is_refused_with_what_to_do(ledger, lookup):
    with pytest.raises(SetupError, match=r"wanted .* found 'INC-99'; "):
        getattr(ledger, lookup)("INC-99")


def test_an_unknown_proposition_of_a_known_claim_is_refused(ledger):
    with pytest.raises(SetupError, match=r"found 'INC-02\.nothing'"):
        ledger.proposition("INC-02.nothing")


def test_the_ledger_as_kept_in_a_run_reads_back_equal(ledger):
    again = load_ledger(ledger.canonical, "data/ledger.json")
    assert again.claims == ledger.claims
    assert again.digest == ledger.digest
    assert again.apps == ledger.apps


def test_every_scenario_judges_a_proposition_of_its_tag_and_none_is_forgotten(ledger, features):
    phrases = (
        r"Given the <browser> on this handset",
        r'And its first-run dialog is answered with "Agree"',
        r"(When|And) pages are visited and terms are searched in (normal|incognito) mode",
        r"And a news item is opened in incognito mode",
        r"(When|And) the incognito switch is in its (default|other) position",
        r"And the browser idles in incognito mode",
        r"And its app data is cleared and the same is done again",
        r'Then the claim "[A-Z]+-[0-9]+\.[a-z]+" is judged',
    )
    judged, instances = [], 0
    for path in sorted(features.glob("*/*.feature")):
        tag = ""
        for line in path.read_text("utf-8").splitlines():
            words = line.strip()
            if words.startswith("@"):
                tag = words[1:]
                topic = ledger.claim(tag).topic
                assert path.parent.name == topic
            if words.startswith(("Given", "When", "And", "Then")):
                assert any(re.fullmatch(phrase, words) for phrase in phrases), words
            if words.startswith("Then"):
                proposition = words.split('"')[1]
                assert ledger.proposition(proposition).claim == tag
                judged.append(proposition)
            if words.startswith("|") and "browser " not in words:
                assert ledger.app(words.strip("| "))
                instances += 1
    assert sorted(judged) == sorted(f"{claim}.{name}" for claim, names in TESTED.items() for name in names)
    assert instances >= 18
