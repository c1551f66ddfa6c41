from __future__ import annotations

from harness.virtual.phone import Swipeable


def test_an_app_that_takes_swipes_is_told_from_one_that_does_not():
    class Launcher:
        async def swipe(self, direction: str) -> bool:
            return direction == "left"

    assert isinstance(Launcher(), Swipeable)
    assert not isinstance(object(), Swipeable)
