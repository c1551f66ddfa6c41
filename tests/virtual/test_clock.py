from __future__ import annotations

import asyncio
import time

import pytest

from harness.virtual.clock import PhoneClock
from harness.virtual.state import Document


def test_the_phone_s_clock_runs_faster_by_its_scale(tmp_path):
    clock = PhoneClock(Document(tmp_path / "clock.json"), 1000)
    before = clock.now_ms()
    time.sleep(0.02)

    assert 15_000 < clock.now_ms() - before < 2_000_000


def test_a_restarted_clock_has_not_stood_still(tmp_path):
    before = PhoneClock(Document(tmp_path / "clock.json"), 1000).now_ms()
    time.sleep(0.02)

    assert PhoneClock(Document(tmp_path / "clock.json"), 1000).now_ms() - before > 15_000


def test_another_scale_goes_on_from_the_present_time(tmp_path):
    fast = PhoneClock(Document(tmp_path / "clock.json"), 100_000)
    time.sleep(0.02)
    slow = PhoneClock(Document(tmp_path / "clock.json"), 1)

    assert abs(slow.now_ms() - fast.now_ms()) < 500_000


def test_sleep_is_phone_time(tmp_path):
    clock = PhoneClock(Document(tmp_path / "clock.json"), 3600)
    start = time.monotonic()
    asyncio.run(clock.sleep(36))

    assert time.monotonic() - start < 1


def test_a_scale_that_is_no_scale_is_refused(tmp_path):
    with pytest.raises(ValueError, match="positive"):
        PhoneClock(Document(tmp_path / "clock.json"), 0)
