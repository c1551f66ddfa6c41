from __future__ import annotations

import pytest

from harness.capture.guard import Guard, hook


class Addon:
    def __init__(self):
        self.faults, self.calls = [], []
        self.guard = Guard(self.faults.append)

    @hook
    def request(self, data):
        self.calls.append(data)
        if data == "bad":
            raise ValueError("broken")


def test_a_hook_that_raises_is_told_and_raises_on():
    addon = Addon()
    with pytest.raises(ValueError, match="broken"):
        addon.request("bad")
    assert [str(fault) for fault in addon.faults] == ["broken"]


def test_a_hook_that_returns_is_no_fault_and_after_the_end_it_does_nothing():
    addon = Addon()
    addon.request("good")
    addon.guard.end()
    addon.request("bad")
    assert (addon.calls, addon.faults) == (["good"], [])


def test_a_hook_keeps_its_name():
    assert Addon.request.__name__ == "request"
