from __future__ import annotations

import re


def test_date_is_phone_time(box):
    now = box.device.clock.now_ms()
    seconds, nanos, millis = (int(box.out(f"date +{form}")) for form in ("%s", "%s%N", "%s%3N"))

    assert 0 <= seconds - now // 1000 < 600
    assert 0 <= millis - now < 600_000
    assert len(str(nanos)) == 19
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\n", box.out("date -u +%Y-%m-%d"))
    assert "UTC" in box.out("date")
    box.refused("date -s 2020-01-01")


def test_sleep_is_wall_time(box):
    before = box.device.clock.now_ms()
    box.out("sleep 0.1")

    assert box.device.clock.now_ms() - before > 50_000
    box.refused("sleep")
    box.refused("sleep long")
