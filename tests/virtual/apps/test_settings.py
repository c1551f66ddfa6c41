from __future__ import annotations

SETTINGS = "com.android.settings"


def test_a_switch_stores_what_settings_get_reads(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(SETTINGS, ".Settings", None)
        await here.tap(text="Passwords & security")
        before = here.node("android:id/switch_widget").checked
        await here.tap(text="User Experience Program")
        after = here.node("android:id/switch_widget").checked
        await here.tap(text="Ad services")
        await here.tap(text="Personalized ad recommendations")
        await here.device.windows.key("back")
        await here.device.windows.key("back")
        return before, after, here.texts(), here.phone.settings

    before, after, texts, settings = scene(act)

    assert (before, after) == (True, False)
    assert settings.get("secure", "upload_log_pref") == "0"
    assert settings.get("global", "personalized_ad_enabled") == "2"
    assert "About phone" in texts


def test_the_ad_page_opens_by_its_activity(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(SETTINGS, "com.android.settings.ad.AdServiceSettings", None)
        return here.texts()

    assert "Personalized ad recommendations" in scene(act)


def test_about_phone_tells_the_firmware(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(SETTINGS, ".Settings", None)
        await here.tap(text="About phone")
        return here.texts(), here.phone.props.get("ro.build.version.incremental")

    texts, version = scene(act)

    assert version in texts
