from __future__ import annotations

import asyncio


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
