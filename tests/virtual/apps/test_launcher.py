from __future__ import annotations


def test_an_icon_opens_its_app_and_home_leads_back(scene):
    async def act(here):
        await here.boot()
        await here.tap(text="Mint Browser")
        opened = here.phone.foreground
        await here.device.windows.home()
        stays = await here.device.windows.key("back")
        return opened, here.phone.foreground, stays, here.texts()

    opened, back, stays, texts = scene(act)

    assert opened == "com.mi.globalbrowser.mini"
    assert back == "com.miui.home"
    assert stays
    assert {"Browser", "Mint Browser", "Settings"} <= set(texts)
