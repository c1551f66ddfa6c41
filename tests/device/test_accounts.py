from __future__ import annotations

import pytest

from harness.device.accounts import parse_accounts
from harness.model.errors import SetupError

NONE = "User UserInfo{0:Owner:13}:\n  Accounts: 0\n\n  AccountId, Action_Type, timestamp, UID\n"
ONE = "User UserInfo{0:Owner:13}:\n  Accounts: 1\n    Account {name=2807***558, type=com.xiaomi}\n"


def test_accounts_are_counted_and_read_by_type() -> None:
    assert parse_accounts(NONE) == ()
    assert parse_accounts(ONE) == ("com.xiaomi",)


@pytest.mark.parametrize("dump", ["", "Can't find service: account", "User 0:\n  Accounts: 2\n"])
def test_a_dump_that_does_not_tell_is_refused(dump: str) -> None:
    with pytest.raises(SetupError, match="accounts"):
        parse_accounts(dump)
