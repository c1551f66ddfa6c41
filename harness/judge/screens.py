"""The rule about screens: what the phone itself offers a person to set."""

from __future__ import annotations

from harness.judge.case import Case
from harness.judge.presence import judge_presence
from harness.judge.silence import Offered
from harness.judge.witnesses import of_screen
from harness.model.judgement import Judgement, Reason


def offered_on_screen(case: Case, parameters: Offered) -> Judgement:
    """Rule `offered-on-screen`: a screen of the app offers the condition."""
    sessions = {arm.session for arm in case.arms}
    readings = [
        item
        for item in case.reading.conditions
        if item.condition == parameters.condition and item.session in sessions
    ]
    witnesses = tuple(of_screen(item, case.app) for item in readings if item.offered)
    reasons = [] if readings else [Reason("screen-unread", "the screen that may offer it was never read")]
    what = f"the {parameters.condition} on the screen"
    return judge_presence(case, witnesses, reasons, examined=len(readings), what=what)
