from __future__ import annotations

import re


def test_the_counters_of_the_kernel_tell_what_was_counted(box):
    box.device.counters.add(10123, "tcp", 100, 1, 200, 2)
    box.device.counters.add(10123, "udp", 30, 1, 0, 0)
    box.device.counters.add(10123, "tcp", 999, 9, 999, 9, "lo")
    head, *rows = [line.split() for line in box.out("cat /proc/net/xt_qtaguid/stats").splitlines()]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    row = next(each for each in table if each["iface"] == "wlan0" and each["cnt_set"] == "0")

    assert (row["uid_tag_int"], row["tx_bytes"], row["rx_bytes"]) == ("10123", "130", "200")
    assert (row["tx_udp_bytes"], row["tx_tcp_packets"], row["rx_tcp_bytes"]) == ("30", "1", "200")
    dev = box.out("cat /proc/net/dev")
    assert re.search(r"wlan0: 200 2 0 0 0 0 0 0 130 2 ", dev)
    assert re.search(r"lo: 999 9 ", dev)


def test_android_ten_and_later_have_no_qtaguid(other_box):
    assert other_box(sdk=29).sh("cat /proc/net/xt_qtaguid/stats").code == 1


def test_the_socket_table_shows_an_open_connection(box):
    box.device.sockets.open(10123, "tcp", ("127.0.1.77", 1234), ("1.2.3.4", 443))

    assert " 10123 " in box.out("cat /proc/net/tcp6")
    assert " 10123 " not in box.out("cat /proc/net/tcp")


def test_ipv6_is_switched_off_by_root_alone_and_has_no_address_then(box):
    switch = "/proc/sys/net/ipv6/conf/all/disable_ipv6"
    assert box.out(f"cat {switch}") == "0\n"
    box.refused(f"echo 1 > {switch}")
    box.out(f"su -c 'echo 1 > {switch}'")

    assert box.out(f"cat {switch}") == "1\n"
    assert "inet6" not in box.out("ip -6 addr show")
    assert box.out("cat /proc/net/if_inet6") == ""


def test_what_only_root_reads_of_identifiers(box):
    ids = box.device.identifiers
    box.refused("cat /data/system/users/0/settings_ssaid.xml")

    assert ids.android_id("com.mi.globalbrowser") in box.out(
        "su -c 'cat /data/system/users/0/settings_ssaid.xml'"
    )
    path = "/data/data/com.google.android.gms/shared_prefs/adid_settings.xml"
    assert f'name="adid_key">{ids.gaid}<' in box.out(f"su 0 cat {path}")


def test_a_boot_has_an_id(box):
    assert re.fullmatch(r"[0-9a-f-]{36}\n", box.out("cat /proc/sys/kernel/random/boot_id"))
    assert float(box.out("cat /proc/uptime").split()[0]) >= 0
