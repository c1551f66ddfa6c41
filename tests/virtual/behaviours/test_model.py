from __future__ import annotations

import pytest
from pydantic import ValidationError

from harness.virtual.apps.discovery import discover, vocabulary
from harness.virtual.behaviours.model import Behaviour

VOCABULARY = vocabulary(discover())

GOOD = {
    "id": "mine",
    "title": "t",
    "source": "s",
    "apps": ["a.b"],
    "host": "h.test",
    "events": [{"trigger": "visit", "name": "n", "text": "{url}"}],
}


@pytest.mark.parametrize(("scheme", "port"), [("https", 443), ("http", 80), ("udp", 443)])
def test_the_port_follows_the_scheme(scheme, port):
    assert Behaviour.model_validate({**GOOD, "scheme": scheme}, context=VOCABULARY).real_port == port
    assert (
        Behaviour.model_validate({**GOOD, "scheme": scheme, "port": 8443}, context=VOCABULARY).real_port
        == 8443
    )


def test_defaults_are_those_of_the_analytics_client():
    made = Behaviour.model_validate(GOOD, context=VOCABULARY)

    assert (made.flush_s, made.flush_count, made.batch, made.flush_on_background) == (15, 100, 50, True)
    assert made.token.valid_days == 90


@pytest.mark.parametrize(
    "change",
    [
        {"id": "Not an id"},
        {"apps": []},
        {"events": []},
        {"scheme": "ftp"},
        {"delay_s": -1},
        {"sender": "c.d"},
        {"path": "/{nonsense}"},
        {"host": "{nonsense}.test"},
        {"token": {"source": "{anonymous_id}"}},
        {"when": [{"consent": "perhaps"}]},
    ],
)
def test_what_makes_no_sense_is_refused(change):
    with pytest.raises(ValidationError):
        Behaviour.model_validate({**GOOD, **change}, context=VOCABULARY)


def test_arguments_of_a_wrapping_may_be_filled():
    made = Behaviour.model_validate({**GOOD, "wrap": ["mistat:{random16},{time_ms}"]}, context=VOCABULARY)

    assert made.wrap == ("mistat:{random16},{time_ms}",)
