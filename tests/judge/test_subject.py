from __future__ import annotations

import pytest

from harness.judge import subject
from tests.judge.cases import case_of
from tests.judge.honest import told
from tests.judge.records import destination


def collector():
    found = destination("c.test")
    object.__setattr__(found, "role", "usage statistics of somebody")
    return found


@pytest.mark.parametrize(
    ("within", "host", "channel", "spoken_of"),
    [
        (None, destination(), None, True),
        ("usage-statistics", destination(), None, False),
        ("usage-statistics", destination(), "a channel", True),
        ("usage-statistics", "collector", None, True),
    ],
)
def test_a_claim_about_statistics_speaks_of_them_and_their_collectors(within, host, channel, spoken_of):
    to = collector() if host == "collector" else host
    assert subject.speaks_of(within, to, channel) is spoken_of


def test_uploads_are_statistics(tmp_path):
    case = case_of(told(claims=("ENC-03",)), tmp_path, "ENC-03.channel")
    found = subject.uploads(case, "usage-statistics", case.arms)
    assert found == case.uploads_in(case.arms) != ()
