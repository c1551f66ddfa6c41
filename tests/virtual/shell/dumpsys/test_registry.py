from __future__ import annotations

from harness.virtual.shell.dumpsys.registry import FAMILIES, SERVICES


def test_no_service_is_in_two_families():
    assert len(SERVICES) == sum(len(family.SERVICES) for family in FAMILIES)


def test_an_unknown_service_is_told_on_stderr_with_exit_zero_as_phones_do(box):
    ran = box.sh("dumpsys frob")

    assert (ran.code, ran.out, ran.err) == (0, "", "Can't find service: frob\n")
    assert "versionName" in box.out("dumpsys -t 10 package com.mi.globalbrowser")
    box.refused("dumpsys")
