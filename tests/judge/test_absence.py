from __future__ import annotations

import pytest

from harness.judge.absence import judge_absence
from harness.model.judgement import Alternative, Outcome, Reason, Value, Witness
from tests.judge.cases import case_of
from tests.judge.damage import arms, blank_seen, opaque
from tests.judge.honest import ANALYTICS, MI, MINT, XMSF, honest, told

WITNESS = Witness(
    "e1", (Value(("body",), "plain", "canary:a", "v"),), MI, "socket", "a.test", "vendor", "arm"
)


def judged(desk, folder, *, app: str = MI, name: str = "INC-03.silent", **more):
    case = case_of(desk, folder, name, app)
    watched = tuple(arm for arm in case.arms if arm.id in arms(desk) + arms(desk, kind="blank"))
    given = {"n": 3, "permissive_uploads": 1, "what": "upload"} | more
    return judge_absence(case, watched, given.pop("witnesses", ()), **given)


def test_only_what_has_no_open_reason_holds(tmp_path):
    found = judged(honest(), tmp_path)
    assert (found.outcome, found.bound95, found.window_s) == (Outcome.HOLDS, 1 - 0.05 ** (1 / 3), 1505)
    assert found.coverage.examined > 0
    assert MI in found.scope


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"n": 2}, "n-too-small"),
        ({"permissive_uploads": 0}, "silent-channel"),
        ({"reasons": [Reason("why-not", "because")]}, "why-not"),
    ],
)
def test_one_open_reason_is_enough(given, reason, tmp_path):
    found = judged(honest(), tmp_path, **given)
    assert found.outcome is Outcome.UNPROVEN
    assert reason in {item.id for item in found.reasons}


def test_no_arm_is_no_absence(tmp_path):
    case = case_of(honest(), tmp_path)
    found = judge_absence(case, (), (), n=9, permissive_uploads=9, what="upload")
    assert found.outcome is Outcome.UNPROVEN
    assert "closure-not-shown" in {item.id for item in found.reasons}


def test_a_witness_violates_whatever_else_is_missing(tmp_path):
    found = judged(honest(), tmp_path, witnesses=(WITNESS,), n=0, permissive_uploads=0)
    assert (found.outcome, found.reasons, found.witnesses) == (Outcome.VIOLATED, (), (WITNESS,))


def test_an_explanation_that_nothing_excludes_leaves_it_open(tmp_path):
    alternatives = (Alternative("sync", "no account"), Alternative("chance", ""))
    found = judged(honest(), tmp_path, witnesses=(WITNESS,), alternatives=alternatives)
    assert (found.outcome, [item.id for item in found.reasons]) == (Outcome.UNPROVEN, ["alternative-open"])


def test_a_voided_run_has_no_verdict(tmp_path):
    desk = honest()
    blank_seen(desk)
    found = judged(desk, tmp_path, witnesses=(WITNESS,))
    assert (found.outcome, {item.id for item in found.reasons}) == (Outcome.UNPROVEN, {"run-voided"})


def test_a_witness_of_the_broad_reading_alone_leaves_it_open(tmp_path):
    found = judged(
        told(apps=(MI, MINT), claims=("INC-04",)),
        tmp_path,
        app=MINT,
        name="INC-04.upload",
        witnesses=(WITNESS,),
    )
    assert found.outcome is Outcome.UNPROVEN
    assert found.reasons[0].id == "broad-reading-only"


@pytest.mark.parametrize(("relay", "closed"), [(XMSF, True), (ANALYTICS, False)])
def test_only_a_relay_that_was_suspended_may_stay_opaque(relay, closed, tmp_path):
    desk = honest()
    opaque(relay)(desk)
    found = judged(desk, tmp_path)
    texts = [text for text in found.coverage.gaps_out_of_scope if "opaque.example" in text]
    assert bool(texts) is closed
    assert ("gap-in-scope" in {item.id for item in found.reasons}) is not closed
