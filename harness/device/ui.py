"""Moves on a screen: find, wait, tap, type; and proofs that something is not there.

Absence is only ever read from a dump that has views of the right app in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from harness.device.hierarchy import Hierarchy, Node, Selector, parse
from harness.model.errors import MeasurementLost, SetupError

WAIT_SECONDS = 8.0
FIRST_POLL_SECONDS, LAST_POLL_SECONDS = 0.01, 0.1
"""Between two dumps: a screen that is there is seen at once, one that is slow costs the phone little."""
QUIET_SECONDS = 0.5
EMPTY_SECONDS = 3.0
"""How long a dump may be empty while one screen gives way to the next."""


class Display(Protocol):
    """A screen that is read and touched: a phone's, or a test's recorded hierarchies."""

    def dump(self) -> str:
        """The raw text of a uiautomator dump."""
        ...

    def touch(self, x: int, y: int) -> None:
        """One tap."""
        ...

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 25) -> None:
        """One swipe."""
        ...

    def press(self, key: str) -> None:
        """One key."""
        ...

    def type_into(self, resource_id: str, text: str) -> None:
        """The whole new text of a field."""
        ...

    def screenshot(self) -> bytes:
        """The screen as an image file."""
        ...

    def wake(self) -> None:
        """Switch the screen on."""
        ...


class Ui:
    """The moves on one display.  `sleep` and `clock` are the bench's, in wall seconds.

    `quiet` is how long a list must stay as it is before it counts as settled, in wall seconds.
    Everything raises MeasurementLost where the screen is not as it was expected to be: the arm is then
    unproven, nothing is tapped away.
    """

    def __init__(
        self,
        display: Display,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        quiet: float = QUIET_SECONDS,
    ) -> None:
        self._display = display
        self._sleep = sleep
        self._clock = clock
        self._quiet = quiet

    def hierarchy(self) -> Hierarchy:
        """The views on the screen now.  Raises MeasurementLost where there are none for some seconds."""
        deadline = self._clock() + EMPTY_SECONDS
        pauses = _pauses()
        while True:
            try:
                return parse(self._display.dump())
            except MeasurementLost:
                if self._clock() >= deadline:
                    raise
            self._sleep(next(pauses))

    def until(
        self, met: Callable[[Hierarchy], bool], wanted: str, timeout: float = WAIT_SECONDS
    ) -> Hierarchy:
        """The first screen on which `met` holds.  Raises MeasurementLost naming what was there instead."""
        deadline = self._clock() + timeout
        pauses = _pauses()
        while True:
            screen = self.hierarchy()
            if met(screen):
                return screen
            if self._clock() >= deadline:
                raise MeasurementLost(
                    f"wanted {wanted} within {timeout:g} s, "
                    f"found a screen of {screen.package or 'no app'}: {screen.said!r}"
                )
            self._sleep(next(pauses))

    def settled(self, selector: Selector, timeout: float = WAIT_SECONDS) -> Hierarchy:
        """The screen once the texts of these views stay as they are: a list that was just refreshed.

        A title read before a refresh would be taken for the one that is tapped after it.
        """
        deadline = self._clock() + timeout
        screen = self.until(lambda now: now.first(selector) is not None, str(selector), timeout)
        since, pauses = self._clock(), _pauses()
        while self._clock() - since < self._quiet:
            self._sleep(next(pauses))
            now = self.hierarchy()
            if [node.text for node in now.all(selector)] != [node.text for node in screen.all(selector)]:
                since, pauses = self._clock(), _pauses()
            if since > deadline:
                raise MeasurementLost(f"wanted {selector} to settle within {timeout:g} s, found it changing")
            screen = now
        if screen.first(selector) is None:
            raise MeasurementLost(f"wanted {selector} to stay, found {screen.said!r}")
        return screen

    def wait(self, selector: Selector, timeout: float = WAIT_SECONDS) -> Node:
        """The view, as soon as it is there."""
        screen = self.until(lambda now: now.first(selector) is not None, str(selector), timeout)
        return screen.all(selector)[0]

    def tap(self, selector: Selector | Node, timeout: float = WAIT_SECONDS) -> Node:
        """Tap a view that was found, or the first one named, as soon as it is there and enabled."""
        node = selector if isinstance(selector, Node) else self.wait(selector, timeout)
        if not node.enabled:
            raise MeasurementLost(f"wanted to tap {node.text or node.resource_id!r}, found it disabled")
        self._display.touch(*node.centre)
        return node

    def absent(self, selector: Selector, package: str) -> Hierarchy:
        """The screen that proves that no such view is there: views of `package` in front, none of them it."""
        screen = self.hierarchy()
        if screen.package != package:
            raise MeasurementLost(
                f"wanted a screen of {package} without {selector}, found one of {screen.package or 'no app'}"
            )
        if screen.first(selector) is not None:
            raise MeasurementLost(
                f"wanted a screen of {package} without {selector}, found it: {screen.said!r}"
            )
        return screen

    def gone(self, selector: Selector, package: str, timeout: float = WAIT_SECONDS) -> Hierarchy:
        """The first screen of `package` without the view."""
        return self.until(
            lambda now: now.package == package and now.first(selector) is None,
            f"a screen of {package} without {selector}",
            timeout,
        )

    def type_into(self, resource_id: str, text: str) -> None:
        """Write the whole text of a field and read it back."""
        field = Selector(resource_id=resource_id)
        self.wait(field)
        self._display.type_into(resource_id, text)
        self.until(
            lambda now: any(node.text == text for node in now.all(field)), f"{text!r} in {resource_id}"
        )

    def press(self, key: str) -> None:
        """One key."""
        self._display.press(key)

    def scroll_to(self, selector: Selector, most: int = 12) -> Node:
        """The view, scrolled to if need be: down to the end of the first list that scrolls."""
        screen = self.until(lambda now: now.package != "", "an app in front")
        for _ in range(most):
            if (found := screen.first(selector)) is not None:
                return found
            moved = self.scroll(screen)
            if moved.xml == screen.xml:
                break
            screen = moved
        raise MeasurementLost(f"wanted {selector} on a list of {screen.package}, found {screen.said!r}")

    def scroll(self, screen: Hierarchy) -> Hierarchy:
        """The screen after its list moved up by about half; the same one at the end of the list."""
        area = screen.first(Selector(scrollable=True))
        if area is None:
            return screen
        left, top, right, bottom = area.bounds
        middle, height = (left + right) // 2, bottom - top
        self._display.drag((middle, top + height * 3 // 4), (middle, top + height // 4), 50)
        self._sleep(LAST_POLL_SECONDS)
        return self.hierarchy()

    def screenshot(self) -> bytes:
        """The screen as an image file."""
        return self._display.screenshot()

    def preflight(self) -> None:
        """Show that input reaches the phone: dumps work without that right (facts §5.1).

        Raises SetupError where the phone refuses injected events.
        """
        self._display.wake()
        self._display.press("home")
        try:
            self.until(lambda now: now.package != "", "the launcher after the home key")
        except MeasurementLost as error:
            raise SetupError(f"{error}; unlock the phone") from error


def _pauses() -> Iterator[float]:
    """Seconds between one look and the next, each half as long again as the one before."""
    pause = FIRST_POLL_SECONDS
    while True:
        yield pause
        pause = min(pause * 1.5, LAST_POLL_SECONDS)
