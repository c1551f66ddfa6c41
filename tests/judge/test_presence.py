from __future__ import annotations

import pytest

from harness.judge.presence import judge_presence
from harness.model.judgement import Outcome, Reason, Value, Witness
from tests.judge.cases import case_of
from tests.judge.damage import blank_seen, recorder_fault, silent_arm
from tests.judge.honest import MI, MINT, honest, told

WITNESS = Witness("e1", (Value(("body",), "plain", "", "v"),), MI, "socket", "", "", None)


def judged(desk, folder, witnesses=(), reasons=(), *, examined: int = 3, app: str = MI, name="INC-03.switch"):
    case = case_of(desk, folder, name, app)
    return judge_presence(case, witnesses, reasons, examined=examined, what="the thing")


def test_a_witness_is_enough(tmp_path):
    found = judged(honest(), tmp_path, (WITNESS,), [Reason("x", "y")])
    assert (found.outcome, found.reasons) == (Outcome.HOLDS, ())


def test_a_complete_reading_without_it_violates(tmp_path):
    assert judged(honest(), tmp_path).outcome is Outcome.VIOLATED


def aborted(desk):
    for line in desk.find("timeline", what="arm-closed", arm=silent_arm(desk)):
        line["aborted"] = "lost"


@pytest.mark.parametrize(
    ("damage", "given", "reason"),
    [
        (lambda _: None, {"examined": 0}, "nothing-examined"),
        (lambda _: None, {"reasons": [Reason("gap-in-scope", "x")]}, "gap-in-scope"),
        (recorder_fault, {}, "fault"),
        (aborted, {}, "arm-aborted"),
        (blank_seen, {"witnesses": (WITNESS,)}, "run-voided"),
    ],
)
def test_less_than_that_is_unproven(damage, given, reason, tmp_path):
    desk = honest()
    damage(desk)
    found = judged(desk, tmp_path, **given)
    assert found.outcome is Outcome.UNPROVEN
    assert reason in {item.id for item in found.reasons}


def test_the_broad_reading_alone_violates_nothing(tmp_path):
    found = judged(told(apps=(MI, MINT), claims=("INC-04",)), tmp_path, app=MINT, name="INC-04.upload")
    assert [item.id for item in found.reasons] == ["broad-reading-only"]
