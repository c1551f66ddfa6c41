from __future__ import annotations

import asyncio

from harness.virtual.application import Application
from harness.virtual.phone import App


def test_an_app_that_says_nothing_does_nothing():
    app: App = Application()

    assert list(app.screen().walk()) == [app.screen()]
    assert not asyncio.run(app.key("back"))
    for work in (app.start(None, None), app.stop(), app.clear(), app.background(), app.foreground()):
        asyncio.run(work)
