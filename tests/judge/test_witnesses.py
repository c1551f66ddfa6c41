"""One exchange is one witness, with all that stood in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge.witnesses import grouped, known_by, of_sighting
from harness.model.destination import Controller
from harness.model.judgement import Value, Witness
from harness.model.planted import PlantedKind
from tests.judge.records import planted, sighted

PATH, QUERY = (Value(("body", f"json:{name}"), "plain", f"canary:{name}", name) for name in ("path", "query"))
ONE = Witness("e1", (PATH,), "com.a", "socket", "sa.example", "vendor", "arm", "note")


def test_values_of_one_exchange_come_together_each_once():
    other = replace(ONE, exchange="e2")
    found = grouped([ONE, other, replace(ONE, values=(QUERY,)), ONE])

    assert found == (replace(ONE, values=(PATH, QUERY)), other)
    assert grouped(found) == found
    assert grouped([]) == ()


@pytest.mark.parametrize("changed", [{"app": None}, {"destination": "b"}, {"arm": None}, {"detail": ""}])
def test_what_differs_in_anything_else_stays_apart(changed):
    other = replace(ONE, values=(QUERY,), **changed)

    assert grouped([ONE, other]) == (ONE, other)


def test_the_value_of_an_identifier_is_not_published():
    hidden = planted("identifier:imei", "001017007288379", PlantedKind.IDENTIFIER)
    assert of_sighting(sighted(planted=hidden)).first.value == "path"
    assert of_sighting(sighted()).first.value == "abcdefgh"


@pytest.mark.parametrize(
    ("uid", "controller", "by"),
    [
        (5, Controller.UNKNOWN, "socket"),
        (None, Controller.VENDOR, "host"),
        (None, Controller.UNKNOWN, "none"),
    ],
)
def test_a_message_is_tied_to_its_app_by_socket_or_host(uid, controller, by):
    assert known_by(uid, controller) == by
