"""What people fill in about bench and handset: everything optional, nothing misspelt."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from harness.bench.record import BenchRecord, ItemRecord


def test_what_nobody_filled_in_is_left_out() -> None:
    assert BenchRecord().model_dump(exclude_none=True) == {"deviations": []}
    assert ItemRecord().model_dump(exclude_none=True) == {}


def test_no_account_ever_is_another_answer_than_none_given() -> None:
    known = ItemRecord(accounts_ever_signed_in=[], factory_resets=0, rooted=False)

    assert known.model_dump(exclude_none=True) == {
        "accounts_ever_signed_in": [],
        "factory_resets": 0,
        "rooted": False,
    }


@pytest.mark.parametrize("record", [BenchRecord, ItemRecord])
def test_an_unknown_word_is_refused(record: type[BenchRecord | ItemRecord]) -> None:
    with pytest.raises(ValidationError, match="opperator"):
        record(opperator="Ann")


@pytest.mark.parametrize(
    "wrong",
    [{"bootloader": "ajar"}, {"account_state": "maybe"}, {"rooted": "a bit"}, {"factory_resets": "few"}],
)
def test_states_are_of_a_closed_set(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        ItemRecord(**wrong)
