import itertools

import pytest

from harness.device.clock import ClockReading, phone_ms, read_clock, time_scale
from harness.model.errors import SetupError

DATE, EPOCH, SCALE = "date +%s%3N", 'echo "$EPOCHREALTIME"', "getprop ro.claims.virtual.time_scale"


def test_the_offset_is_that_of_the_narrowest_reading(told):
    phone = told({DATE: ["1700000001000\n", "1700000001500\n", "1700000003000\n"], SCALE: "\n"})
    times = iter([1_700_000_000_000_000, 1_700_000_000_900_000, 1_700_000_001_000_000, 1_700_000_001_002_000])
    later = itertools.chain(times, itertools.count(1_700_000_002_000_000, 500_000))
    reading = read_clock(phone, lambda: next(later))
    assert reading.phone_ms == 1_700_000_001_500
    assert reading.offset_ms == 499
    assert reading.error_ms == 1
    assert reading.time_scale == 1.0


def test_a_fast_clock_widens_the_error():
    assert ClockReading(0, 0, 20_000, 60.0).error_ms == 600


def test_a_phone_whose_date_knows_no_milliseconds_tells_them_otherwise(told):
    assert phone_ms(told({DATE: "1700000000%3N\n", EPOCH: "1700000000.123456\n"})) == 1_700_000_000_123


@pytest.mark.parametrize("said", ["\n", "1700000000\n", "soon\n"])
def test_a_phone_without_milliseconds_is_refused(told, said):
    with pytest.raises(SetupError, match="milliseconds"):
        phone_ms(told({DATE: "x\n", EPOCH: said}))


def test_a_real_phone_runs_at_scale_one_and_a_virtual_one_says_its_own(told):
    assert time_scale(told({SCALE: "\n"})) == 1.0
    assert time_scale(told({SCALE: "60\n"})) == 60.0
    for said in ("fast\n", "0\n", "-1\n", "inf\n", "nan\n"):
        with pytest.raises(SetupError):
            time_scale(told({SCALE: said}))
