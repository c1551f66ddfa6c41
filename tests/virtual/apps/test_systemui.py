"""The dialog on the screen; adb itself asks in tests/virtual/test_debugging.py."""

from __future__ import annotations

import asyncio
import base64

import pytest

from harness.virtual.debugging import LAYOUT, WORDS

KEY = base64.b64encode(LAYOUT.pack(WORDS, 0, b"\1" * 256, b"\2" * 256, 65537)).decode() + " me@here"


@pytest.mark.parametrize(
    ("taps", "allowed"), [(["button1"], True), (["alwaysUse", "button1"], True), (["button2"], False)]
)
def test_the_answer_is_the_button_and_what_was_in_front_comes_back(scene, taps, allowed):
    async def act(here):
        await here.boot()
        await here.open()
        asking = asyncio.ensure_future(here.device.may_debug(KEY))
        await here.until(lambda: here.node("android:id/alertTitle"))
        ticked = None
        for name in taps:
            await here.tap(f"android:id/{name}")
            if name == "alwaysUse":
                ticked = here.node("android:id/alwaysUse").checked
        answer = await asking
        kept = here.device.files.exists("/data/misc/adb/adb_keys")
        return answer, here.phone.foreground, ticked, kept

    answer, front, ticked, kept = scene(act)

    assert (answer, front) == (allowed, "com.mi.globalbrowser")
    assert ticked in {None, True}
    assert kept == ("alwaysUse" in taps)


def test_back_refuses(scene):
    async def act(here):
        await here.boot()
        asking = asyncio.ensure_future(here.device.may_debug(KEY))
        await here.until(lambda: here.node("android:id/alertTitle"))
        await here.device.windows.key("back")
        return await asking, here.phone.foreground

    assert scene(act) == (False, "com.miui.home")
