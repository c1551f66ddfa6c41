"""The phone as conditions see it: the device, and the journal of its changes."""

from __future__ import annotations

from tests.bench.stage import Stage


def test_conditions_change_the_phone_through_the_journal_alone(stage: Stage) -> None:
    phone = stage.tools.phone

    assert phone.device is stage.phone
    assert phone.changes is stage.tools.changes
