from __future__ import annotations

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import silent_arm
from tests.judge.honest import honest


def test_the_switch_on_the_screen_is_a_presence(judge):
    desk = honest()
    assert judge(desk, "INC-03.switch").outcome is Outcome.HOLDS
    for line in desk.find("consent", what="condition"):
        line.update(offered=False, position=None, silent=None)
    assert judge(desk, "INC-03.switch").outcome is Outcome.VIOLATED
    desk.drop("consent", desk.find("consent", what="condition"))
    assert ids(judge(desk, "INC-03.switch")) == {"screen-unread"}


def test_a_switch_that_was_looked_for_in_a_broken_arm_is_not_missing(judge):
    desk = honest()
    for line in desk.find("consent", what="condition"):
        line.update(offered=False, position=None, silent=None)
    for line in desk.find("timeline", what="arm-closed", arm=silent_arm(desk)):
        line["aborted"] = "the phone was lost"
    assert judge(desk, "INC-03.switch").outcome is Outcome.UNPROVEN
