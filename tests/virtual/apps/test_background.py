from __future__ import annotations

import asyncio

from harness.virtual.apps.background import Service


class Counting(Service):
    package = "a.b"

    def __init__(self):
        super().__init__()
        self.told = []

    def begin(self):
        self.told.append("begin")

    def end(self):
        self.told.append("end")


def test_a_service_begins_once_per_life_and_has_nothing_to_show():
    async def act():
        service = Counting()
        await service.start(None, None)
        await service.foreground()
        await service.background()
        await service.stop()
        await service.start(None, None)
        await service.clear()
        await service.tap(service.screen())
        await service.set_text(service.screen(), "x")
        return service, await service.key("back")

    service, used = asyncio.run(act())

    assert service.told == ["begin", "end", "begin", "end"]
    assert not used
    assert service.screen().children == ()
