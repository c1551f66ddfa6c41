from __future__ import annotations

from harness.virtual.shell.registry import FAMILIES, programs_for


def test_no_command_is_in_two_families():
    names = [name for family in FAMILIES for name in family.COMMANDS]

    assert len(names) == len(set(names))


def test_what_a_bench_needs_is_there(box):
    wanted = "getprop settings pm am dumpsys ps logcat input wm screencap ime id su toybox nc cat ls svc date"

    assert set(wanted.split()) <= set(programs_for(box.device, box.uia))
    assert "curl" not in programs_for(box.device, box.uia)
