"""An app played from recorded screens: what is touched leads from one to the next."""

from __future__ import annotations

from pathlib import Path

from harness.device.hierarchy import parse
from harness.device.ui import Ui

SAMPLES = Path(__file__).parents[1] / "samples" / "apps"


class RecordedApp:
    """A display.  `moves`: (screen, id or text or key) → screen; a touch without a move changes nothing.

    `edits` are replacements in the text of a screen, for what was not recorded.
    """

    def __init__(self, app: str, screen: str, moves, edits=()):
        self.app, self.screen, self.moves, self.edits, self.done = app, screen, dict(moves), edits, []

    def dump(self) -> str:
        folder, name = self.screen.split("/") if "/" in self.screen else (self.app, self.screen)
        text = (SAMPLES / folder / f"{name}.xml").read_text()
        for old, new in self.edits:
            text = text.replace(old, new)
        return text

    def touch(self, x: int, y: int) -> None:
        hit = []
        for node in parse(self.dump()).nodes:
            left, top, right, bottom = node.bounds
            if left <= x < right and top <= y < bottom:
                hit += [node.resource_id.rpartition("/")[2], node.text]
        self._go([name for name in reversed(hit) if name])

    def press(self, key: str) -> None:
        self._go([f"key {key}"])

    def type_into(self, resource_id: str, text: str) -> None:
        self.edits = (
            *self.edits,
            ('text="" resource-id="' + resource_id, f'text="{text}" resource-id="{resource_id}'),
        )

    def drag(self, *_):
        self.done.append("drag")

    def screenshot(self) -> bytes:
        return b""

    def wake(self) -> None:
        pass

    def _go(self, names) -> None:
        for name in names:
            if (self.screen, name) in self.moves:
                self.done.append(name)
                self.screen = self.moves[self.screen, name]
                return
        self.done.append(None)


def played(app: str, screen: str, moves, edits=()):
    """The moves on a recorded app, its display; waiting takes no time."""
    display = RecordedApp(app, screen, moves, edits)
    ticks = iter(range(100_000))
    return Ui(display, sleep=lambda _: None, clock=lambda: next(ticks) / 5), display
