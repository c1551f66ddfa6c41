from __future__ import annotations

import pytest

from harness.model.account import Account, Fate, Row


def test_what_is_booked_nowhere_is_lost() -> None:
    account = Account("packet")
    account.enter(100, 2)
    account.book(Fate.CONTENT, "payload", 60, 1)
    account.book(Fate.STRUCTURE, "packet headers", 30)

    assert account.lost == 10


def test_rows_of_one_reason_are_added_up_in_the_order_of_the_fates() -> None:
    account = Account()
    account.enter(30, 3)
    account.book(Fate.GAP, "truncated", 5, 1)
    account.book(Fate.CONTENT, "bodies", 10, 1)
    account.book(Fate.CONTENT, "bodies", 15, 1)

    assert account.rows == (Row(Fate.CONTENT, "bodies", 25, 2), Row(Fate.GAP, "truncated", 5, 1))
    assert account.total(Fate.CONTENT) == 25
    assert account.lost == 0


@pytest.mark.parametrize("amounts", [(-1, 0), (0, -1)])
def test_there_is_no_less_than_nothing(amounts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        Account().enter(*amounts)
    with pytest.raises(ValueError, match="at least 0"):
        Account().book(Fate.GAP, "cut", *amounts)
