"""The words of the features about browsers; each step is one call into the harness."""

from __future__ import annotations

from pytest_bdd import given, parsers, when

from harness.bench.measurement import Measurement
from harness.ledger.register import DEFAULT, OTHER
from harness.model.arm import ArmKind, Mode

ACTING = (ArmKind.PERMISSIVE, ArmKind.RESTRICTIVE)


@given(parsers.parse("the {browser} on this handset"))
def the_browser(measurement: Measurement, browser: str) -> None:
    measurement.use(browser)


@given(parsers.parse('its first-run dialog is answered with "{answer}"'))
def first_run_answered(measurement: Measurement, answer: str) -> None:
    measurement.expect_answer(answer)


@when("the incognito switch is in its default position")
def switch_default(measurement: Measurement) -> None:
    measurement.switch = DEFAULT


@when("the incognito switch is in its other position")
def switch_other(measurement: Measurement) -> None:
    measurement.switch = OTHER


@when("pages are visited and terms are searched in normal mode")
def browse_normally(measurement: Measurement) -> None:
    measurement.record(Mode.NORMAL, *ACTING)


@when("pages are visited and terms are searched in incognito mode")
def browse_incognito(measurement: Measurement) -> None:
    measurement.record(Mode.INCOGNITO, *ACTING)


@when("a news item is opened in incognito mode")
def news_incognito(measurement: Measurement) -> None:
    measurement.record(Mode.INCOGNITO, *ACTING)


@when("the browser idles in incognito mode")
def idle_incognito(measurement: Measurement) -> None:
    measurement.record(Mode.INCOGNITO, ArmKind.BLANK)


@when("its app data is cleared and the same is done again")
def cleared_and_again(measurement: Measurement) -> None:
    measurement.again()
