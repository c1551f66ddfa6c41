"""Salts and keys that vendor clients are known to use: they are tried on identifiers everywhere.

Package names and the fixed constants of facts §3.  A run adds its own, up to 32 in all.
"""

from __future__ import annotations

DECLARED: tuple[str, ...] = (
    "miui_sdkconfig_jafej!@#)(*e@!#",
    "4ef8b4ac42dbc3f95320b73ae0edbd43",
    "cfbsdfgsdfxccvd1",
    "miuiotavalided11",
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
    "xiaomi",
    "miui",
)
