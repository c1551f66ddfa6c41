"""What one `claims run` on the two shipped firmwares leaves: verdicts, witnesses, controls, reports."""

from __future__ import annotations

import json
import re

import pytest

from tests.chain.follow import value_at
from tests.chain.suite import BOTH, BROWSER, MINT, call

APRIL, MAY = BOTH


def test_twelve_scenarios_are_judged_on_each_of_two_firmwares(measured):
    assert measured.code == 1, measured.output[-3000:]
    for handset in BOTH:
        judged = measured.judgements(handset)
        assert len({item["scenario"] for item in judged if item["scenario"]}) >= 12
        assert {item["origin"] for item in judged} == {"rehearsal"}


def test_a_page_visited_in_incognito_is_witnessed_where_it_should_never_be(measured):
    found = measured.judgement(APRIL, "INC-02.address")
    planted = {line["id"]: line["value"] for line in measured.lines(APRIL, "planted")}

    assert found["outcome"] == "violated"
    followed = [
        (witness, value)
        for witness in found["witnesses"]
        for value in witness["values"]
        if value["path"][1] == "form:data_list"
    ]
    assert followed
    for witness, value in followed:
        assert value["path"][-1].startswith("json:"), value["path"]
        assert witness["destination"] == "sa.api.intl.miui.com"
        if value["form"] == "plain":
            read = value_at(measured.stored(APRIL), witness["exchange"], value["path"])
            assert planted[value["planted"]] in read
    assert {planted[value["planted"]] for _, value in followed} <= set(planted.values())


def test_every_alternative_explanation_of_a_violation_is_excluded(measured):
    for item in measured.judgements(APRIL):
        if item["outcome"] == "violated":
            assert item["alternatives"], item["proposition"]
            assert all(other["excluded_by"] for other in item["alternatives"])


@pytest.mark.parametrize("app", [BROWSER, MINT])
def test_the_switch_keeps_its_word_in_may_with_every_control_listed(measured, app):
    found = measured.judgement(MAY, "INC-03.silent", app)

    assert (found["outcome"], found["reasons"]) == ("holds", []), found["because"]
    assert {item["name"] for item in found["controls"]} >= {
        *("path-nonce:start", "path-nonce:end", "recorder-alive", "blank-values", "counter-calibration"),
        *("spikes", "blank-arm"),
        *(f"channel:{name}" for name in ("wifi-ipv4", "ipv6", "cellular", "sms", "bluetooth", "usb-network")),
    }
    assert all(item["seen"] for item in found["controls"])
    assert found["closure"]
    assert found["sensitivity"]["sent"] == found["sensitivity"]["found"] > 0
    assert found["n"] >= 3
    assert "instrumented only" in found["labels"]
    assert found["coverage"]["gaps_in_scope"] == found["coverage"]["residue"] == []
    assert found["coverage"]["gaps_out_of_scope"], "the ambient profile was on: somebody refused the proxy"


def test_the_switch_is_not_asked_for_where_it_had_not_come_yet(measured):
    for app in (BROWSER, MINT):
        assert measured.judgement(APRIL, "INC-03.silent", app)["outcome"] == "not-applicable"


def test_the_summary_names_what_lies_beside_it(measured):
    summary = measured.summary()

    assert summary["exit_code"] == measured.code
    assert sorted(run["handset"] for run in summary["runs"]) == sorted(BOTH)
    assert all(run["sealed"] for run in summary["runs"])
    for handset in BOTH:
        folder = measured.stored(handset)
        assert str(folder.name) in measured.output.replace("\n", "")
        results = list(folder.with_name(f"{folder.name}.derived").glob("allure-results/*-result.json"))
        assert len(results) >= 12
        assert {json.loads(path.read_bytes())["status"] for path in results} >= {"broken"}


def test_a_sealed_run_judged_again_says_the_same(measured):
    def told(items):
        return [(item["proposition"], item["app"], item["outcome"]) for item in items]

    again = call(measured.state, "judge", "--json", measured.stored(MAY), seconds=120)
    assert told(json.loads(again.stdout)["judgements"]) == told(measured.judgements(MAY))


def test_progress_is_told_while_it_goes_on(measured):
    for handset in BOTH:
        told = [line for line in measured.output.splitlines() if line.startswith(f"{handset}: ")]
        assert any(re.search(r"[0-9]/[0-9]+ arms, [0-9]+ exchanges", line) for line in told)
        assert f"{handset}: done" in measured.output


def test_the_phone_was_put_back(measured):
    for handset in BOTH:
        told = measured.lines(handset, "timeline")
        undone = [line["change"] for line in told if line["what"] == "restored"]
        made = [line["change"] for line in told if line["what"] == "intervention"]
        assert sorted(made) == sorted(undone)
        assert any(name.startswith("proxy") for name in made)
        settings = json.loads((measured.truth / handset / "settings.json").read_bytes())
        assert "127.0.0.1" not in str(settings.get("global", {}).get("http_proxy", ""))
