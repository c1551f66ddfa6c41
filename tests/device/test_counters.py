import pytest

from harness.device.counters import (
    parse_bpf,
    parse_dev,
    parse_history,
    parse_qtaguid,
    read_counters,
)
from harness.model.errors import MeasurementLost, SetupError
from harness.model.lines import UidCount

QTAGUID = """idx iface acct_tag_hex uid_tag_int cnt_set rx_bytes rx_packets tx_bytes tx_packets rx_tcp_bytes \
rx_tcp_packets rx_udp_bytes rx_udp_packets rx_other_bytes rx_other_packets tx_tcp_bytes tx_tcp_packets \
tx_udp_bytes tx_udp_packets tx_other_bytes tx_other_packets
2 wlan0 0x0 10100 0 10 1 200 2 10 1 0 0 0 0 150 1 50 1 0 0
3 wlan0 0x0 10100 1 1 1 20 1 1 1 0 0 0 0 20 1 0 0 0 0
4 wlan0 0x100000000 10100 0 10 1 200 2 10 1 0 0 0 0 150 1 50 1 0 0
5 lo 0x0 10100 0 9 9 9 9 9 9 0 0 0 0 9 9 0 0 0 0
6 rmnet0 0x0 1000 0 0 0 7 1 0 0 0 0 0 0 7 1 0 0 0 0
"""
HISTORY = """Active interfaces:
  iface=wlan0 ident=[{type=WIFI}]
Dev stats:
  History since boot:
  ident=[{type=WIFI}] uid=-1 set=ALL tag=0x0
    NetworkStatsHistory: bucketDuration=3600
      st=1 rb=900 rp=9 tb=900 tp=9 op=0
UID stats:
  Pending bytes: 1
  History since boot:
  ident=[{type=WIFI, subType=COMBINED}] uid=10100 set=DEFAULT tag=0x0
    NetworkStatsHistory: bucketDuration=7200
      st=1 rb=10 rp=1 tb=200 tp=2 op=0
      st=2 rb=1 rp=1 tb=20 tp=1 op=0
  ident=[{type=WIFI, subType=COMBINED}] uid=10100 set=FOREGROUND tag=0x0
    NetworkStatsHistory: bucketDuration=7200
      st=1 rb=5 rp=5 tb=5 tp=5 op=0
UID tag stats:
  ident=[{type=WIFI}] uid=10100 set=DEFAULT tag=0x5
      st=1 rb=10 rp=1 tb=200 tp=2 op=0
"""
BPF = """BPF map content:
  mAppUidStatsMap:
    uid rxBytes rxPackets txBytes txPackets
    10100 11 2 220 3
    1000 1 1 1 1
  mStatsMapA:
    1 wlan0 0x0 10100 0 11 2 220 3
"""
DEV = """Inter-|   Receive                                    |  Transmit
 face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls
    lo:    9    9 0 0 0 0 0 0    9    9 0 0 0 0 0 0
 wlan0: 1000   10 0 0 0 0 0 0 2000   20 0 0 0 0 0 0
"""
CATS = {"cat /proc/net/dev": DEV, "cat /proc/net/xt_qtaguid/stats": QTAGUID}


def test_qtaguid_sums_the_untagged_rows_off_loopback():
    assert parse_qtaguid(QTAGUID) == {
        10100: UidCount(220, 3, 11, 2, 50, 1),
        1000: UidCount(7, 1, 0, 0, 0, 0),
    }


def test_netstats_sums_the_buckets_of_its_uid_section():
    assert parse_history(HISTORY) == {10100: UidCount(225, 8, 16, 7)}
    assert parse_bpf(BPF)[10100] == UidCount(220, 3, 11, 2)


def test_the_first_source_that_reads_is_named(told):
    counters = read_counters(told(CATS))
    assert counters.source == "xt_qtaguid"
    assert counters.interfaces["wlan0"] == (2000, 20, 1000, 10)
    newer = told({"cat /proc/net/dev": DEV, "dumpsys netstats": BPF})
    assert read_counters(newer).source == "netstats-bpf"
    between = told(
        {"cat /proc/net/dev": DEV, "dumpsys netstats": "x", "dumpsys netstats --poll detail": HISTORY}
    )
    assert read_counters(between).source == "netstats-history"


def test_a_phone_that_has_not_sent_yet_has_counters_without_rows(told):
    silent = told(
        {"cat /proc/net/dev": DEV, "cat /proc/net/xt_qtaguid/stats": QTAGUID.splitlines()[0] + "\n"}
    )
    assert (read_counters(silent).source, read_counters(silent).uids) == ("xt_qtaguid", {})


def test_a_phone_without_a_readable_counter_says_what_each_source_said(told):
    phone = told({"cat /proc/net/dev": DEV, "dumpsys netstats": ("", "Can't find service: netstats\n", 0)})
    with pytest.raises(SetupError, match=r"xt_qtaguid: .*netstats-bpf: .*netstats-history: "):
        read_counters(phone)


@pytest.mark.parametrize("text", ["", "nonsense", QTAGUID.splitlines()[0] + "\n1 wlan0\n"])
def test_a_table_that_does_not_read_is_an_error(text):
    with pytest.raises(ValueError):
        parse_qtaguid(text)


@pytest.mark.parametrize("text", ["", "Inter-|\n", "wlan0: 1 2 3\n"])
def test_interfaces_that_do_not_read_are_an_error(text):
    with pytest.raises(MeasurementLost):
        parse_dev(text)
