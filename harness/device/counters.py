"""Byte counters of the phone that are not the recorder: per uid and per interface (method §5).

Sources, the first that reads is used and named: `/proc/net/xt_qtaguid/stats` (Android 4 to 9, live),
the eBPF map in `dumpsys netstats` (Android 12 and later, live), the history in `dumpsys netstats
detail` (bucketed, polled first).  Bytes are at IP level, headers included.  Loopback is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.device.shell import Shell, answer, text
from harness.model.errors import MeasurementLost, SetupError
from harness.model.lines import UidCount

DUMP_TIMEOUT = 20.0
DEV_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class Counters:
    """All counters of one moment.

    `uids` by `source`; `interfaces` as tx bytes, tx packets, rx bytes, rx packets.
    """

    source: str
    uids: dict[int, UidCount]
    interfaces: dict[str, tuple[int, int, int, int]]


def read_counters(shell: Shell) -> Counters:
    """Every counter.  Raises SetupError where no source reads, with what each one said.

    A table that reads and has no rows is taken only where no other one has any.
    """
    interfaces = parse_dev(answer(shell, "cat /proc/net/dev"))
    refusals, silent = [], []
    for source, read in SOURCES.items():
        try:
            uids = read(shell)
        except (SetupError, ValueError) as error:
            refusals.append(f"{source}: {error}")
            continue
        if uids:
            return Counters(source, uids, interfaces)
        silent.append(source)
    if silent:
        return Counters(silent[0], {}, interfaces)
    raise SetupError(
        f"wanted byte counters per uid on {shell.serial}, found none that reads ({'; '.join(refusals)})"
    )


def _sum(one: UidCount | None, other: UidCount) -> UidCount:
    """Both together; a source tells of UDP in all of its rows or in none."""
    if one is None:
        return other
    udp_bytes = None if one.udp_bytes is None else one.udp_bytes + (other.udp_bytes or 0)
    udp_packets = None if one.udp_packets is None else one.udp_packets + (other.udp_packets or 0)
    return UidCount(
        one.tx_bytes + other.tx_bytes,
        one.tx_packets + other.tx_packets,
        one.rx_bytes + other.rx_bytes,
        one.rx_packets + other.rx_packets,
        udp_bytes,
        udp_packets,
    )


def _qtaguid(shell: Shell) -> dict[int, UidCount]:
    return parse_qtaguid(answer(shell, "cat /proc/net/xt_qtaguid/stats"))


def _bpf(shell: Shell) -> dict[int, UidCount]:
    return parse_bpf(text(shell, "dumpsys netstats", timeout=DUMP_TIMEOUT))


def _history(shell: Shell) -> dict[int, UidCount]:
    return parse_history(answer(shell, "dumpsys netstats --poll detail", timeout=DUMP_TIMEOUT))


SOURCES = {"xt_qtaguid": _qtaguid, "netstats-bpf": _bpf, "netstats-history": _history}


def parse_qtaguid(stats: str) -> dict[int, UidCount]:
    """The kernel's table; rows with a tag are parts of those without.  Raises ValueError.

    Columns by the header: idx iface acct_tag_hex uid_tag_int cnt_set rx_bytes rx_packets tx_bytes
    tx_packets rx_tcp_bytes ... tx_udp_bytes tx_udp_packets tx_other_bytes tx_other_packets.
    """
    lines = stats.splitlines()
    header = lines[0].split() if lines else []
    if header[:1] != ["idx"]:
        raise ValueError(f"wanted the header of xt_qtaguid, found {stats[:60]!r}")
    found: dict[int, UidCount] = {}
    for line in lines[1:]:
        cell = dict(zip(header, line.split(), strict=True))
        if cell["iface"] == "lo" or int(cell["acct_tag_hex"], 16) != 0:
            continue
        uid = int(cell["uid_tag_int"])
        names = ("tx_bytes", "tx_packets", "rx_bytes", "rx_packets", "tx_udp_bytes", "tx_udp_packets")
        found[uid] = _sum(found.get(uid), UidCount(*(int(cell[name]) for name in names)))
    return found


def parse_bpf(dump: str) -> dict[int, UidCount]:
    """`mAppUidStatsMap`: uid rxBytes rxPackets txBytes txPackets.  Raises ValueError without one."""
    if "mAppUidStatsMap" not in dump:
        raise ValueError(f"wanted mAppUidStatsMap in dumpsys netstats, found {dump[:60]!r}")
    found: dict[int, UidCount] = {}
    inside = False
    for line in dump.splitlines():
        stripped = line.strip()
        if stripped.startswith("mAppUidStatsMap"):
            inside = True
        elif inside and re.fullmatch(r"\d+( \d+){4}", stripped):
            uid, rx, rxp, tx, txp = map(int, stripped.split())
            found[uid] = _sum(found.get(uid), UidCount(tx, txp, rx, rxp))
        elif inside and not stripped.startswith("uid "):
            inside = False
    return found


_IDENT = re.compile(r"\buid=(-?\d+)\b.*\btag=0x([0-9a-fA-F]+)")
_BUCKET = re.compile(r"\brb=(\d+) rp=(\d+) tb=(\d+) tp=(\d+)")


def parse_history(dump: str) -> dict[int, UidCount]:
    """The buckets of "UID stats:", summed per uid, without the tagged parts.  Raises ValueError.

    Lines: `ident=[...] uid=10100 set=DEFAULT tag=0x0`, then `st=... rb=.. rp=.. tb=.. tp=.. op=..`.
    """
    if "UID stats:" not in dump:
        raise ValueError(f"wanted “UID stats:” in dumpsys netstats detail, found {dump[:60]!r}")
    section = re.split(r"\n(?=\S)", dump.split("UID stats:", 1)[1].split("UID tag stats:", 1)[0], maxsplit=1)[
        0
    ]
    found: dict[int, UidCount] = {}
    uid: int | None = None
    for line in section.splitlines():
        if (ident := _IDENT.search(line)) is not None:
            uid = int(ident[1]) if int(ident[2], 16) == 0 else None
        elif (bucket := _BUCKET.search(line)) is not None and uid is not None:
            rx, rxp, tx, txp = map(int, bucket.groups())
            found[uid] = _sum(found.get(uid), UidCount(tx, txp, rx, rxp))
    return found


def parse_dev(dev: str) -> dict[str, tuple[int, int, int, int]]:
    """`/proc/net/dev`: interface → tx bytes, tx packets, rx bytes, rx packets.  Raises MeasurementLost."""
    found = {}
    for line in dev.splitlines():
        name, colon, figures = line.partition(":")
        if not colon:
            continue
        cells = figures.split()
        if len(cells) < DEV_COLUMNS or not all(cell.isdigit() for cell in cells):
            raise MeasurementLost(f"wanted a row of /proc/net/dev, found {line[:80]!r}")
        found[name.strip()] = (int(cells[8]), int(cells[9]), int(cells[0]), int(cells[1]))
    if not found:
        raise MeasurementLost(f"wanted the interfaces in /proc/net/dev, found {dev[:80]!r}")
    return found
