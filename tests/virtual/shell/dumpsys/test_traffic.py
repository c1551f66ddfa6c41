from __future__ import annotations

import re


def test_the_history_tells_the_bytes_of_each_uid_without_loopback(box):
    box.device.counters.add(10123, "tcp", 100, 1, 200, 2)
    box.device.counters.add(10123, "udp", 1, 1, 0, 0)
    box.device.counters.add(10083, "tcp", 5, 1, 6, 1)
    box.device.counters.add(10083, "tcp", 50, 1, 60, 1, "lo")
    said = box.out("dumpsys netstats --poll detail")
    uids = said.split("UID stats:")[1]

    found = re.findall(
        r"uid=(\d+) set=DEFAULT tag=0x0\n.*\n\s+st=\d+ rb=(\d+) rp=(\d+) tb=(\d+) tp=(\d+) op=0", uids
    )
    assert found == [("10083", "6", "1", "5", "1"), ("10123", "200", "2", "101", "2")]
    assert "uid=-1" in said.split("UID stats:")[0]
