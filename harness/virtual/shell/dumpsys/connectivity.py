"""dumpsys wifi and connectivity."""

from __future__ import annotations

from harness.virtual.shell.context import Call, Program

SSID = "claims-bench"


async def wifi(call: Call) -> int:
    """Whether Wi-Fi is on and joined."""
    on = call.device.settings.get("global", "wifi_on") != "0"
    joined = (
        f'mWifiInfo SSID: "{SSID}", BSSID: 02:00:00:00:00:01, MAC: {call.device.identifiers.wifi_mac}, '
        "Supplicant state: COMPLETED, RSSI: -50, Link speed: 72Mbps, Frequency: 2412MHz, "
        "Net ID: 0, Metered hint: false\n"
    )
    off = (
        "mWifiInfo SSID: <unknown ssid>, BSSID: <none>, MAC: 02:00:00:00:00:00, "
        "Supplicant state: DISCONNECTED\n"
    )
    return await call.say(
        f"Wi-Fi is {'enabled' if on else 'disabled'}\nStay-awake conditions: 0\n{joined if on else off}"
    )


async def connectivity(call: Call) -> int:
    """The networks; one at most."""
    on = call.device.settings.get("global", "wifi_on") != "0"
    if not on:
        return await call.say("NetworkProviders for:\nActive default network: none\nCurrent Networks:\n")
    return await call.say(
        "NetworkProviders for:\nActive default network: 100\nCurrent Networks:\n"
        "  NetworkAgentInfo{ ni{[type: WIFI[], state: CONNECTED/CONNECTED, reason: (unspecified), "
        f'extra: "{SSID}", failover: false, available: true, roaming: false]}}  network{{100}}  '
        f"lp{{{{InterfaceName: wlan0 LinkAddresses: [{call.device.address}/24,]  "
        "Routes: [127.0.1.0/24 -> 0.0.0.0 wlan0,] "
        "DnsAddresses: [127.0.1.254,] Domains: null MTU: 0}}  "
        "nc{[ Transports: WIFI Capabilities: NOT_METERED&INTERNET"
        "&NOT_RESTRICTED&TRUSTED&NOT_VPN&VALIDATED ]}  }\n"
    )


SERVICES: dict[str, Program] = {"wifi": wifi, "connectivity": connectivity}
