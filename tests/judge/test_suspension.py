from __future__ import annotations

from harness.judge.suspension import otherwise, suspended
from harness.model.arm import ArmKey

KEY = ArmKey.parse("notes/restrictive/as-shipped/mode=dark+suspended=com.example.push/write1/r1")


def test_an_arm_names_the_package_that_it_suspends():
    assert suspended(KEY) == "com.example.push"
    assert otherwise(KEY) == (("mode", "dark"),)


def test_an_arm_in_which_everything_runs_names_none():
    plain = ArmKey.parse("notes/restrictive/suspended=com.example.push/plain/write1/r1")
    assert suspended(plain) is None
    assert otherwise(plain) == ()
