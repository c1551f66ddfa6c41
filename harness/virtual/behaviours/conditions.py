"""Whether an event goes: its conditions against the app's state and the phone's settings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.virtual.behaviours.model import Condition
from harness.virtual.behaviours.occasions import Standing
from harness.virtual.phone import Phone

_DEFAULT = (Condition(),)


def met(alternatives: Sequence[Condition], standing: Standing, phone: Phone) -> bool:
    """Whether one of the alternatives is met; none given means: once the user has consented."""
    return any(_met(condition, standing, phone) for condition in alternatives or _DEFAULT)


def _met(condition: Condition, standing: Standing, phone: Phone) -> bool:
    wanted = {
        "incognito": condition.incognito,
        "consent": condition.consent,
        "signed_in": condition.signed_in,
    }
    if any(value is not None and getattr(standing, name) != value for name, value in wanted.items()):
        return False
    if any(standing.switches.get(name) != value for name, value in condition.switches.items()):
        return False
    for key, value in condition.settings.items():
        namespace, _, name = key.partition(".")
        if phone.settings.get(namespace, name) != value:
            return False
    package = phone.packages.get(standing.package)
    version = version_key(package.version if package else "")
    if condition.from_version and version < version_key(condition.from_version):
        return False
    return not condition.before_version or version < version_key(condition.before_version)


def version_key(text: str) -> tuple[int, ...]:
    """The leading numbers of a version name, for comparison: `12.1.4-g` is (12, 1, 4)."""
    match = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in match[0].split(".")) if match else ()
