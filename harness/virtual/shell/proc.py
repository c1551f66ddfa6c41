"""The generated files: /proc/net, /proc/uptime and what only root reads of the package manager."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from harness.virtual.device import Device

XT_QTAGUID_UNTIL = 28  # Android 9 is the last with it
DEV_HEAD = (
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls"
    " carrier compressed\n"
)


def add_generated(device: Device) -> None:
    """Adds them to the phone's file tree."""
    boot = str(
        uuid.UUID(
            bytes=hashlib.sha256(device.identifiers.seed + str(device.clock.now_ms()).encode()).digest()[:16]
        )
    )
    made: dict[str, Callable[[], str]] = {
        "/proc/uptime": lambda: f"{device.clock.uptime_s():.2f} {device.clock.uptime_s():.2f}\n",
        "/proc/version": lambda: "Linux version 4.14.117-virtual (synthetic) #1 SMP PREEMPT\n",
        "/proc/sys/kernel/random/boot_id": lambda: f"{boot}\n",
        "/proc/net/dev": lambda: _dev(device),
        "/proc/net/if_inet6": lambda: _inet6(device),
        "/sys/class/net/wlan0/address": lambda: f"{device.identifiers.wifi_mac}\n",
        "/data/system/users/0/settings_ssaid.xml": lambda: _ssaid(device),
        "/data/data/com.google.android.gms/shared_prefs/adid_settings.xml": lambda: _adid(device),
    }
    for name in ("tcp", "tcp6", "udp", "udp6"):
        made[f"/proc/net/{name}"] = lambda name=name: device.sockets.proc_net(name)  # type: ignore[misc]
    if device.firmware.sdk <= XT_QTAGUID_UNTIL:
        made["/proc/net/xt_qtaguid/stats"] = lambda: _qtaguid(device)
    device.files.generate(
        "/proc/sys/net/ipv6/conf/all/disable_ipv6",
        lambda: b"0\n" if device.ipv6 else b"1\n",
        lambda content: setattr(device, "ipv6", content.strip() == b"0"),
    )
    for path, text in made.items():
        device.files.generate(path, lambda text=text: text().encode())  # type: ignore[misc]


def _inet6(device: Device) -> str:
    """Loopback, and the link-local address while IPv6 is on; the bench's network gives no other."""
    if not device.ipv6:
        return ""
    return (
        "00000000000000000000000000000001 01 80 10 80       lo\n"
        "fe800000000000000000000000000001 02 40 20 80    wlan0\n"
    )


def _dev(device: Device) -> str:
    lines = [DEV_HEAD]
    for iface in ("lo", "wlan0"):
        rows = [row for row in device.counters.rows() if row.iface == iface]
        rb, rp = sum(row.rx_bytes for row in rows), sum(row.rx_packets for row in rows)
        tb, tp = sum(row.tx_bytes for row in rows), sum(row.tx_packets for row in rows)
        lines.append(f"{iface:>6}: {rb} {rp} 0 0 0 0 0 0 {tb} {tp} 0 0 0 0 0 0\n")
    return "".join(lines)


def _qtaguid(device: Device) -> str:
    """kernel/msm net/netfilter/xt_qtaguid.c, pp_stats_line: a row per interface, uid and counter set."""
    protos = ("tcp", "udp", "other")
    head = [
        "idx",
        "iface",
        "acct_tag_hex",
        "uid_tag_int",
        "cnt_set",
        "rx_bytes",
        "rx_packets",
        "tx_bytes",
        "tx_packets",
    ]
    for way in ("rx", "tx"):
        head += [f"{way}_{proto}_{unit}" for proto in protos for unit in ("bytes", "packets")]
    lines = [" ".join(head)]
    keys = sorted({(row.iface, row.uid) for row in device.counters.rows()})
    for place, (iface, uid) in enumerate(keys, start=1):
        mine = {row.proto: row for row in device.counters.rows() if (row.iface, row.uid) == (iface, uid)}
        received = [(mine[p].rx_bytes, mine[p].rx_packets) if p in mine else (0, 0) for p in protos]
        sent = [(mine[p].tx_bytes, mine[p].tx_packets) if p in mine else (0, 0) for p in protos]
        totals = [sum(pair[0] for pair in received), sum(pair[1] for pair in received)]
        totals += [sum(pair[0] for pair in sent), sum(pair[1] for pair in sent)]
        detail = [value for pair in (*received, *sent) for value in pair]
        lines.append(" ".join(map(str, [2 * place, iface, "0x0", uid, 0, *totals, *detail])))
        lines.append(" ".join(map(str, [2 * place + 1, iface, "0x0", uid, 1, *[0] * 16])))
    return "\n".join(lines) + "\n"


def _ssaid(device: Device) -> str:
    rows = "".join(
        f'  <setting id="{number}" name="{item.uid}" value="{device.identifiers.android_id(item.name)}" '
        f'package={quoteattr(item.name)} defaultValue="{device.identifiers.android_id(item.name)}" '
        'defaultSysSet="true" />\n'
        for number, item in enumerate(device.packages.all())
    )
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    return f'{head}<settings version="-1">\n{rows}</settings>\n'


def _adid(device: Device) -> str:
    return (
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n"
        f'    <string name="adid_key">{device.identifiers.gaid}</string>\n'
        '    <boolean name="enable_limit_ad_tracking" value="false" />\n</map>\n'
    )
