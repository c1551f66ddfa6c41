"""The consent vector: set and read on screen at the beginning, proved for every arm at the end, ended."""

from __future__ import annotations

import pytest

from harness.bench.arms import ArmRecorder
from harness.bench.consent import Consent
from harness.device.suspension import Suspended
from harness.model.arm import ArmKind, SessionKey
from harness.model.errors import MeasurementLost
from harness.model.lines import Noted
from tests.bench.stage import NORMAL, SUMMARY, XMSF, Stage, key

DEFAULT, OTHER = (("switch", "default"),), (("switch", "other"),)


def given(stage: Stage, vector: tuple[tuple[str, str], ...]) -> Consent:
    consent = Consent(stage.tools, SessionKey("mi-browser", vector), stage.browser)
    consent.give()
    return consent


@pytest.mark.parametrize(("vector", "position"), [(DEFAULT, "off"), (OTHER, "on")])
def test_what_is_set_is_read_from_its_screen_with_a_picture(
    stage: Stage, vector: tuple[tuple[str, str], ...], position: str
) -> None:
    given(stage, vector)
    (read,) = stage.run.conditions()

    assert (read.condition, read.offered, read.position, read.silent) == ("switch", True, position, "on")
    assert read.text == SUMMARY
    assert (stage.folder.data / read.screen).exists()
    assert stage.browser.done[-1] == "leave settings"


def test_the_first_run_is_answered_and_what_it_said_is_kept(stage: Stage) -> None:
    given(stage, ())
    text = (stage.folder.data / "consent.jsonl").read_text()

    assert "Welcome to Mi Browser" in text
    assert stage.run.conditions() == ()


def test_words_that_do_not_say_which_position_is_silent_are_noted_and_not_guessed(stage: Stage) -> None:
    stage.browser.words = "A better experience"
    given(stage, DEFAULT)
    (read,) = stage.run.conditions()

    assert read.silent is None
    assert "A better experience" in stage.timeline(Noted)[0].text


def test_an_app_that_offers_no_such_switch_is_measured_all_the_same(stage: Stage) -> None:
    stage.browser.words = None
    given(stage, OTHER)
    (read,) = stage.run.conditions()

    assert (read.offered, read.position, read.silent) == (False, None, None)
    assert stage.timeline(Noted) == []


def test_it_is_proved_again_for_every_arm_of_the_session(stage: Stage) -> None:
    keys = (key(ArmKind.PERMISSIVE, NORMAL, consent=OTHER), key(consent=OTHER))
    consent = given(stage, OTHER)
    consent.prove(ArmRecorder(stage.tools), keys)
    proofs = stage.run.preconditions()

    assert [(item.arm, item.condition, item.met) for item in proofs] == [
        (keys[0].id, "switch", True),
        (keys[1].id, "switch", True),
    ]
    assert stage.browser.done.count("switch read") == 1


def test_a_switch_that_moved_meanwhile_is_an_unmet_precondition(stage: Stage) -> None:
    consent = given(stage, OTHER)
    stage.browser.position = "off"
    consent.prove(ArmRecorder(stage.tools), (key(consent=OTHER),))

    assert [item.met for item in stage.run.preconditions()] == [False]


@pytest.mark.parametrize("failed", [False, True])
def test_a_condition_of_the_system_is_always_taken_back_at_the_end(stage: Stage, *, failed: bool) -> None:
    consent = given(stage, (("suspended", XMSF), *DEFAULT))
    before = Suspended(XMSF).read(stage.phone)
    consent.end(failed=failed)

    assert before is True
    assert Suspended(XMSF).read(stage.phone) is False


def test_what_was_set_before_something_failed_is_taken_back(stage: Stage) -> None:
    stage.browser.broken = {"switch": "no settings"}
    consent = Consent(
        stage.tools, SessionKey("mi-browser", (("suspended", XMSF), ("switch", "other"))), stage.browser
    )
    with pytest.raises(MeasurementLost, match="no settings"):
        consent.give()
    consent.end(failed=True)

    assert Suspended(XMSF).read(stage.phone) is False
