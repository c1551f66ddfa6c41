"""What a phone sends by itself."""

from __future__ import annotations

import asyncio

import pytest


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


def test_a_suspended_push_service_is_silent_until_it_is_let_go(scene):
    push = "com.xiaomi.xmsf"

    async def act(here):
        await here.boot()
        await here.until(lambda: any(line.get("event") == "hello" for line in here.emissions))
        here.device.packages.suspend(push, on=True)
        await here.device.stop_app(push)
        await asyncio.sleep(0.1)
        before = here.counted(10083)
        row = here.phone.sockets.proc_net("tcp6")
        await asyncio.sleep(0.8)
        during = here.counted(10083)
        here.device.packages.suspend(push, on=False)
        here.device.processes.start(push)
        await here.device.windows.apps[push].start(None, None)
        await here.until(lambda: here.counted(10083) > during)
        return before, during, row

    before, during, row = scene(act, ambient=True)

    assert before == during
    assert "10083" not in row


@pytest.mark.parametrize("address", ["127.0.0.1:9"])
def test_push_and_datagrams_go_past_a_proxy_and_the_rest_does_not(scene, address):
    async def act(here):
        here.phone.settings.put("global", "http_proxy", address)
        await here.boot()
        await here.until(lambda: any(line.get("behaviour") == "ambient:push" for line in here.emissions))
        await asyncio.sleep(0.3)
        return here

    here = scene(act, ambient=True)

    routes = {line["behaviour"]: line["route"] for line in here.emissions if "app" in line}
    assert routes["ambient:push"] == routes["ambient:quic"] == routes["ambient:ntp"] == "direct"
    assert routes["ambient:gms"] == routes["ambient:captive-portal"] == "proxy"
    assert {row["transport"] for row in here.arrivals} <= {"udp", "tcp"}
