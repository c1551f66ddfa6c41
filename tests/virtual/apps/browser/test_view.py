from __future__ import annotations

from harness.virtual.apps.browser.view import BACK, OPENS


def test_every_screen_leads_home():
    for screen in {*BACK, *OPENS.values()}:
        for _ in range(4):
            screen = BACK.get(screen, screen)  # noqa: PLW2901 - walked
        assert screen == "home"


def test_every_screen_can_be_drawn(scene):
    async def act(here):
        await here.boot()
        await here.open()
        browser = here.device.windows.apps["com.mi.globalbrowser"]
        drawn = {}
        for screen in {"home", *BACK}:
            browser._view.screen = screen
            drawn[screen] = browser.screen()
        return drawn

    drawn = scene(act)

    assert len(drawn) == len(BACK) + 1
    assert all(node.children for node in drawn.values())
