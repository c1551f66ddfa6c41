"""What the vendor's browsers are: the moves, acts and conditions that they share."""

from __future__ import annotations

from typing import Any, ClassVar

from harness.apps.act import Act
from harness.apps.browser.acts import ACTS
from harness.apps.browser.menu import Menu
from harness.apps.browser.mode import Mode
from harness.apps.browser.switch import Switch
from harness.apps.condition import Condition


class Browser(Menu):
    """A browser of the vendor.

    Subclasses name their package, the words of their first run, and the version that brought the switch.
    """

    acts: ClassVar[tuple[Act[Any], ...]] = ACTS
    conditions: ClassVar[tuple[type[Condition[Any]], ...]] = (Mode, Switch)
