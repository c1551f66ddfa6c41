"""Accounts on the phone (`dumpsys account`): whether anybody is signed in with a vendor (facts §4.4)."""

from __future__ import annotations

import re
from collections.abc import Collection

from harness.device.shell import Shell, answer
from harness.model.errors import SetupError


def parse_accounts(dump: str) -> tuple[str, ...]:
    """The types of all accounts of all users.  Raises SetupError for a dump that does not count them."""
    counted = re.findall(r"^\s*Accounts: (\d+)", dump, re.MULTILINE)
    types = tuple(re.findall(r"Account \{name=[^\n]*?, type=([^,}\s]+)\}", dump))
    if not counted:
        raise SetupError(f"wanted accounts from `dumpsys account`, found {dump.strip()[:80]!r}")
    if sum(int(number) for number in counted) > len(types):
        raise SetupError(f"wanted {'+'.join(counted)} accounts from `dumpsys account`, found {len(types)}")
    return types


def count_accounts(shell: Shell, types: Collection[str]) -> int:
    """How many accounts of these types are signed in.  Raises SetupError where the phone does not tell."""
    return sum(found in types for found in parse_accounts(answer(shell, "dumpsys account")))
