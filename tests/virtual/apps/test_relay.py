from __future__ import annotations

import asyncio

BROWSER = "com.mi.globalbrowser"
RELAY = "com.miui.analytics"


def test_what_was_handed_over_waits_while_the_relay_is_suspended(scene):
    async def act(here):
        await here.boot()
        await here.open()
        here.device.packages.suspend(RELAY, on=True)
        await here.device.stop_app(RELAY)
        await here.incognito()
        await here.type("https://news.example.com/x")
        await asyncio.sleep(0.3)
        silent = [row for row in here.arrivals if row["host"] == "sa.api.intl.miui.com"]
        here.device.packages.suspend(RELAY, on=False)
        here.device.processes.start(RELAY)
        await here.device.windows.apps[RELAY].start(None, None)
        await here.until(lambda: any(line.get("route") == "relay" for line in here.emissions))
        await here.until(lambda: any(row["host"] == "sa.api.intl.miui.com" for row in here.arrivals))
        return silent, next(line for line in here.emissions if line.get("route") == "relay")

    silent, sent = scene(act, behaviours=("via-relay",))

    assert silent == []
    assert (sent["app"], sent["uid"]) == (RELAY, 10081)
