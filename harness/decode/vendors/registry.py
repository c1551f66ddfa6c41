"""The built-in vendor's formats, one line each, in the order in which they are asked."""

from __future__ import annotations

from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors import (
    ad_keywords,
    miota,
    mipush,
    mistat,
    miui_tracks,
    onetrack,
    revoke,
    sensors,
)

PACKAGES = (
    "com.mi.globalbrowser",
    "com.mi.globalbrowser.mini",
    "com.android.browser",
    "com.miui.analytics",
    "com.xiaomi.xmsf",
    "com.miui.home",
    "com.miui.player",
    "com.android.settings",
    "com.miui.msa.global",
    "com.android.updater",
)
"""Packages that report, and thus may salt identifiers by their names (facts §4.1)."""

BUILT_IN = VendorFormats(
    (
        sensors.FORMAT,
        onetrack.FORMAT,
        mistat.FORMAT,
        miui_tracks.FORMAT,
        miota.FORMAT,
        revoke.FORMAT,
        ad_keywords.FORMAT,
        mipush.FORMAT,
    ),
    words=(*PACKAGES, "xiaomi", "miui"),
)
