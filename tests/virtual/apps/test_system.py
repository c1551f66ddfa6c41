"""What a phone sends by itself."""

from __future__ import annotations

import asyncio


def test_the_ambient_profile_sends_what_such_phones_send(scene):
    async def act(here):
        await here.boot()
        wanted = {
            "ambient:gms",
            "ambient:quic",
            "ambient:push",
            "ambient:captive-portal",
            "ambient:ntp",
            "ambient:ota",
        }
        await here.until(lambda: wanted <= {line.get("behaviour") for line in here.emissions})
        await asyncio.sleep(0.8)
        return here

    here = scene(act, ambient=True)

    told = {line["behaviour"]: line for line in here.emissions if "app" in line}
    assert told["ambient:captive-portal"]["uid"] == 1073
    assert told["ambient:ntp"]["uid"] == told["ambient:ota"]["uid"] == 1000
    assert told["ambient:push"]["app"] == "com.xiaomi.xmsf"
    beats = [line for line in here.emissions if line.get("event") == "heartbeat"]
    assert beats
    assert sum(line.get("behaviour") == "ambient:ntp" for line in here.emissions) == 1
    assert sum(line.get("behaviour") == "ambient:ota" for line in here.emissions) == 1
    assert not [line for line in here.emissions if line.get("app") == "com.miui.analytics"]


def test_without_it_an_idle_phone_is_silent(scene):
    async def act(here):
        await here.boot()
        await asyncio.sleep(0.5)
        return here

    here = scene(act, behaviours=("sensors-as-reported", "via-relay"))

    assert here.emissions == []
    assert here.arrivals == []
