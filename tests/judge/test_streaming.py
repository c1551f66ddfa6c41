"""A long run is judged in little memory: what is kept grows with what differs, not with the traffic."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.judge.honest import MI, UIDS, honest
from tests.judge.stored import PHONE, PROXY, Desk, sensors

ROOT = Path(__file__).parents[2]
EXCHANGES, PER_CONNECTION = 200_000, 4
MOST_MB = 200
JUDGE = """
import sys
from pathlib import Path
from harness.ruling.final import judge_stored
found = judge_stored(Path(sys.argv[1]))
status = Path("/proc/self/status").read_text()  # getrusage would also know the peak of whoever started this
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
print(*[f"{item.proposition} {item.app} {item.outcome.value} {item.because}" for item in found], sep="\\n")
"""


def lengthen(desk: Desk, folder: Path, exchanges: int) -> Path:
    """The run with so many exchanges more as its last window closes; one connection of ten is nobody's."""
    last = desk.lines["exchanges"].pop()
    bodies = [
        desk.body(
            sensors(
                {
                    "type": "track",
                    "event": f"event_{number}",
                    "time": desk.phone_ms,
                    "distinct_id": "a" * 16,
                    "properties": {"$os": "Android"},
                }
            )
        )
        for number in range(50)
    ]
    empty = desk.body(b"")
    (*_, closed) = desk.find("timeline", what="session-closed")
    stamp = closed["t"]
    written = desk.write(folder)
    number = last["seq"]
    with (
        (written / "data" / "exchanges.jsonl").open("a") as network,
        (written / "data" / "sockets.jsonl").open("a") as sockets,
    ):

        def line(file, **record) -> None:
            nonlocal number
            file.write(json.dumps({"seq": number, "t": stamp, **record}, separators=(",", ":")) + "\n")
            number += 1

        for at in range(exchanges):
            conn, port = f"x{at // PER_CONNECTION}", 10_000 + at // PER_CONNECTION % 50_000
            if at % PER_CONNECTION == 0:
                row = ["tcp", PHONE, port, *PROXY, UIDS[MI], "01"]
                line(network, event="flow-opened", conn=conn, client=[PHONE, port], mode="regular")
                line(network, event="client-hello", conn=conn, sni="a.test", versions=["TLSv1.3"])
                if at // PER_CONNECTION % 10:
                    line(sockets, phone_ms=0, opened=[row], closed=[])
            body = bodies[at % len(bodies)]
            line(
                network,
                event="sent",
                id=f"long{at}",
                kind="http",
                direction="out",
                conn=conn,
                scheme="https",
                method="POST",
                host="sa.api.intl.miui.com",
                port=443,
                target=f"/sa?project=x&n={at}",
                headers=[["Host", "sa.api.intl.miui.com"], ["X-Number", f"{at:08d}"]],
                body=body,
                length=body["length"],
                truncated=False,
                digest="",
                answered_by="upstream",
            )
            if at % 50:
                line(
                    network,
                    event="answered",
                    id=f"long{at}",
                    status=200,
                    headers=[],
                    body=empty,
                    length=0,
                    truncated=False,
                    peer=None,
                    address=None,
                    address_from="none",
                )
            else:
                line(network, event="failed", id=f"long{at}", conn=conn, error="reset")
            if at % PER_CONNECTION == PER_CONNECTION - 1:
                line(
                    network,
                    event="flow-closed",
                    conn=conn,
                    sent_bytes=999,
                    received_bytes=0,
                    requests=PER_CONNECTION,
                    tls=True,
                )
                if at // PER_CONNECTION % 10:
                    line(sockets, phone_ms=0, opened=[], closed=[row])
            if at % 100 == 0:
                line(network, event="heartbeat")
        line(network, **{name: value for name, value in last.items() if name not in {"seq", "t"}})
    return written


def judged(run: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", JUDGE, str(run)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    megabytes, _, text = done.stdout.partition("\n")
    return int(megabytes), text


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_two_hundred_thousand_exchanges_are_judged_in_two_hundred_megabytes(tmp_path):
    megabytes, text = judged(lengthen(honest(), tmp_path / "run", EXCHANGES))
    assert f"INC-03.silent {MI} unproven" in text
    assert megabytes < MOST_MB


@pytest.mark.slow
def test_memory_does_not_grow_with_the_traffic(tmp_path):
    short, _ = judged(lengthen(honest(), tmp_path / "short", 200))
    long, _ = judged(lengthen(honest(), tmp_path / "long", 4_000))
    assert long - short < 12
