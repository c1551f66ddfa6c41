"""Which commands a phone has: those of every family, less what its firmware does not ship."""

from __future__ import annotations

from functools import partial

from harness.virtual.device import Device
from harness.virtual.shell.commands import (
    am,
    apps,
    builtins,
    clock,
    conditions,
    display,
    files,
    hashing,
    identity,
    ime,
    keys,
    logcat,
    network,
    pm,
    processes,
    properties,
    radio,
    settings,
    text,
    uiautomator,
)
from harness.virtual.shell.context import Program
from harness.virtual.shell.dumpsys import registry as dumpsys
from harness.virtual.uia.server import UiaServer

FAMILIES = (
    am,
    apps,
    builtins,
    clock,
    conditions,
    display,
    dumpsys,
    files,
    hashing,
    identity,
    ime,
    keys,
    logcat,
    network,
    pm,
    processes,
    properties,
    radio,
    settings,
    text,
)
ONLY_IF_SHIPPED = ("curl",)
_ALL: dict[str, Program] = {name: program for family in FAMILIES for name, program in family.COMMANDS.items()}


def programs_for(device: Device, uia: UiaServer) -> dict[str, Program]:
    """The commands by name."""
    programs = {
        name: program
        for name, program in _ALL.items()
        if name not in ONLY_IF_SHIPPED or name in device.firmware.tools
    }
    programs["app_process"] = partial(uiautomator.app_process, uia)
    programs["uiautomator"] = partial(uiautomator.uiautomator, uia)
    return programs
