"""What tells the two browsers apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote_plus

from harness.virtual.behaviours.conditions import version_key
from harness.virtual.inventory import Package
from harness.virtual.phone import Phone

ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "Google": "https://www.google.com/search?q={}",
        "DuckDuckGo": "https://duckduckgo.com/?q={}",
        "Bing": "https://www.bing.com/search?q={}",
    }
)


@dataclass(frozen=True, slots=True)
class Skin:
    """One browser.

    `switch_since` is the first version with the incognito switch (facts: the vendor's blog of 4 May
    2020).  Which position collects is disputed in the facts: here the two differ, and each says on its
    screen what it does.  In both the default is the collecting one.
    """

    installed: Package
    name: str
    agent: str
    switch_since: str
    switch_summary: str
    on_collects: bool

    @property
    def package(self) -> str:
        """Its package name."""
        return self.installed.name

    def has_switch(self, version: str) -> bool:
        """Whether that version of the app offers the incognito switch."""
        return version_key(version) >= version_key(self.switch_since)

    def user_agent(self, phone: Phone, version: str) -> str:
        """The User-Agent of this browser on that phone."""
        get = phone.props.get
        return (
            f"Mozilla/5.0 (Linux; U; Android {get('ro.build.version.release')}; "
            f"{get('persist.sys.locale').lower()}; {get('ro.product.model')} Build/{get('ro.build.id')}) "
            "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/79.0.3945.147 Mobile Safari/537.36 "
            f"XiaoMi/{self.agent}/{version}"
        )


_ACTIVITIES = ("com.android.browser.BrowserActivity", "com.android.browser.BrowserSettingsActivity")
SKINS = (
    Skin(
        installed=Package(
            name="com.mi.globalbrowser",
            version="12.1.3-g",  # the last before the version named by the vendor; suffix synthetic
            version_code=20041301,  # synthetic
            uid=10123,
            signer="vendor",
            system=True,
            path="/system/priv-app/MiBrowserGlobal/MiBrowserGlobal.apk",  # synthetic
            activities=_ACTIVITIES,
            label="Browser",
        ),
        name="Mi Browser",
        agent="MiuiBrowser",
        switch_since="12.1.4",
        switch_summary="When on, usage statistics are not collected in incognito mode",
        on_collects=False,
    ),
    Skin(
        installed=Package(
            name="com.mi.globalbrowser.mini",
            version="3.4.2",  # the last before the version named by the vendor
            version_code=20040302,  # synthetic
            uid=10187,
            signer="vendor",
            system=False,
            path="/data/app/com.mi.globalbrowser.mini-1/base.apk",  # synthetic
            activities=_ACTIVITIES,
            label="Mint Browser",
        ),
        name="Mint Browser",
        agent="MintBrowser",
        switch_since="3.4.3",
        switch_summary="When on, aggregated usage statistics are collected in incognito mode",
        on_collects=True,
    ),
)


def search_address(engine: str, term: str) -> str:
    """The address that asks an engine for a term."""
    return ENGINES.get(engine, ENGINES["Google"]).format(quote_plus(term))
