from __future__ import annotations

import pytest

from harness.virtual.behaviours.conditions import met, version_key
from harness.virtual.behaviours.model import Condition
from harness.virtual.behaviours.occasions import Standing

BROWSER = "com.mi.globalbrowser"


@pytest.mark.parametrize(
    ("condition", "standing", "expected"),
    [
        ({}, {}, True),
        ({}, {"consent": False}, False),
        ({"consent": "any"}, {"consent": False}, True),
        ({"consent": False}, {"consent": False}, True),
        ({"incognito": True}, {"incognito": True}, True),
        ({"incognito": False}, {"incognito": True}, False),
        ({"switches": {"collecting": True}}, {"switches": {"collecting": True}}, True),
        ({"switches": {"collecting": True}}, {"switches": {"collecting": False}}, False),
        ({"switches": {"other": True}}, {}, False),
        ({"signed_in": True}, {}, False),
        ({"settings": {"secure.upload_log_pref": "1"}}, {}, True),
        ({"settings": {"secure.upload_log_pref": "0"}}, {}, False),
        ({"from_version": "12.1.4"}, {}, False),
        ({"before_version": "12.1.4"}, {}, True),
    ],
)
def test_everything_that_is_given_must_be_so(scene, condition, standing, expected):
    async def act(here):
        return met([Condition.model_validate(condition)], Standing(BROWSER, **standing), here.phone)

    assert scene(act) is expected


def test_one_alternative_is_enough_and_none_means_consent(scene):
    async def act(here):
        either = (Condition(incognito=False), Condition(incognito=True))
        return (
            met(either, Standing(BROWSER, incognito=True), here.phone),
            met((), Standing(BROWSER), here.phone),
            met((), Standing(BROWSER, consent=False), here.phone),
        )

    assert scene(act) == (True, True, False)


def test_versions_compare_by_their_numbers():
    assert version_key("12.1.4-g") == (12, 1, 4)
    assert version_key("3.10.0") > version_key("3.4.3")
    assert version_key("unknown") == ()
