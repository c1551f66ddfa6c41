from __future__ import annotations

import asyncio


def test_push_and_datagrams_go_past_a_proxy_and_the_rest_does_not(scene):
    async def act(here):
        here.phone.settings.put("global", "http_proxy", "127.0.0.1:9")
        await here.boot()
        await here.until(lambda: any(line.get("behaviour") == "ambient:push" for line in here.emissions))
        await asyncio.sleep(0.3)
        return here

    here = scene(act, ambient=True)

    routes = {line["behaviour"]: line["route"] for line in here.emissions if "app" in line}
    assert routes["ambient:push"] == routes["ambient:quic"] == routes["ambient:ntp"] == "direct"
    assert routes["ambient:gms"] == routes["ambient:captive-portal"] == "proxy"
    assert {row["transport"] for row in here.arrivals} <= {"udp", "tcp"}
