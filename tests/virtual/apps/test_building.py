from __future__ import annotations

import pytest

from harness.virtual.apps.building import build


def test_a_phone_has_the_apps_of_its_firmware(scene):
    async def act(here):
        return build(here.phone)

    built = scene(act)

    assert set(built) == {
        "com.mi.globalbrowser",
        "com.mi.globalbrowser.mini",
        "com.miui.home",
        "com.android.settings",
        "com.android.systemui",
        "com.miui.analytics",
        "com.miui.player",
        "com.xiaomi.xmsf",
        "com.google.android.gms",
        "android",
    }
    assert all(app.package == package for package, app in built.items())


def test_a_behaviour_that_no_file_has_is_refused(scene):
    async def act(here):
        with pytest.raises(ValueError, match="sneeze"):
            build(here.phone)

    scene(act, behaviours=("sneeze",))
