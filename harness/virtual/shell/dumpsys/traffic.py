"""dumpsys netstats: bytes per uid. Format: AOSP NetworkStatsService / NetworkStatsCollection.dump, Android 9.

A phone polls its counters every 30 minutes into buckets of two hours; `--poll` makes it look now. Here
every dump has looked now, in one bucket.
"""

from __future__ import annotations

from collections import defaultdict

from harness.virtual.shell.context import Call, Program

BUCKET_S = 7200


async def netstats(call: Call) -> int:
    """`dumpsys netstats [detail] [--poll]`."""
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in call.device.counters.rows():
        if row.iface != "lo":
            for place, value in enumerate((row.rx_bytes, row.rx_packets, row.tx_bytes, row.tx_packets)):
                totals[row.uid][place] += value
    start = call.device.clock.now_ms() // 1000 // BUCKET_S * BUCKET_S
    ident = '[{type=WIFI, subType=COMBINED, networkId="claims-bench", metered=false, defaultNetwork=true}]'
    text = (
        "Active interfaces:\n  iface=wlan0 ident="
        + ident
        + "\nActive UID interfaces:\n  iface=wlan0 ident="
        + ident
        + "\n"
    )
    whole = [sum(column) for column in zip(*totals.values(), strict=True)] if totals else [0, 0, 0, 0]
    text += f"Dev stats:\n  Pending bytes: 0\n  History since boot:\n  ident={ident} uid=-1 set=ALL tag=0x0\n"
    text += _bucket(start, whole) + "UID stats:\n  Pending bytes: 0\n  History since boot:\n"
    for uid, numbers in sorted(totals.items()):
        text += f"  ident={ident} uid={uid} set=DEFAULT tag=0x0\n{_bucket(start, numbers)}"
    return await call.say(text)


def _bucket(start: int, numbers: list[int]) -> str:
    rb, rp, tb, tp = numbers
    head = f"    NetworkStatsHistory: bucketDuration={BUCKET_S}\n"
    return f"{head}      st={start} rb={rb} rp={rp} tb={tb} tp={tp} op=0\n"


SERVICES: dict[str, Program] = {"netstats": netstats}
