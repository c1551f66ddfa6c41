"""All methods by their name on the wire."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from harness.virtual.device import Device
from harness.virtual.uia.methods.objects import ObjectMethods
from harness.virtual.uia.methods.phone import PhoneMethods
from harness.virtual.uia.methods.scrolling import ScrollingMethods
from harness.virtual.uia.methods.text import TextMethods
from harness.virtual.uia.methods.touch import TouchMethods

Method = Callable[..., Awaitable[Any]]


def methods_of(device: Device) -> dict[str, Method]:
    """The methods of one phone."""
    subjects = (
        PhoneMethods(device),
        TextMethods(device.windows),
        TouchMethods(device.windows),
        ObjectMethods(device.windows),
        ScrollingMethods(device.windows),
    )
    return {
        on_the_wire(name): method
        for subject in subjects
        for name, method in inspect.getmembers(subject, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }


def on_the_wire(name: str) -> str:
    """Camel case."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)
