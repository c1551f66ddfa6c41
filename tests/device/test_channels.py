import pytest

from harness.device.channels import read_channels
from harness.model.lines import ChannelState

WLAN = "4: wlan0    inet 192.168.1.7/24 brd 192.168.1.255 scope global wlan0\\       valid_lft forever"
OFF = {
    "settings get global http_proxy": "192.168.1.2:8080\n",
    "ip -4 addr show": WLAN,
    "cat /proc/net/if_inet6": "00000000000000000000000000000001 01 80 10 80       lo\n",
    "ip -6 addr show": "",
    "settings get global mobile_data": "0\n",
    "dumpsys telephony.registry": "  mDataConnectionState=0\n  mDataConnectionState=0\n",
    "getprop gsm.sim.state": "ABSENT,ABSENT\n",
    "settings get global bluetooth_on": "0\n",
    "dumpsys bluetooth_manager": "Bluetooth Status\n  enabled: false\n  state: OFF\n",
    "getprop sys.usb.state": "mtp,adb\n",
    "ip link show": "1: lo: <UP>\n4: wlan0: <UP>\n",
}


def states(phone):
    return {channel.name: channel.state for channel in read_channels(phone, "192.168.1.2:8080")}


def test_a_phone_with_one_way_out_shows_it(told):
    found = states(told(OFF))
    assert found.pop("wifi-ipv4") is ChannelState.RECORDED
    assert set(found) == {"ipv6", "cellular", "sms", "bluetooth", "usb-network"}
    assert set(found.values()) == {ChannelState.OFF}


@pytest.mark.parametrize(
    ("channel", "command", "said"),
    [
        ("wifi-ipv4", "settings get global http_proxy", "null\n"),
        ("wifi-ipv4", "settings get global http_proxy", "192.168.1.9:8080\n"),
        ("wifi-ipv4", "ip -4 addr show", ""),
        ("wifi-ipv4", "ip -4 addr show", "1: lo    inet 127.0.0.1/8 scope host lo\n"),
        ("ipv6", "cat /proc/net/if_inet6", "fe800000000000000000000000000001 04 40 20 80 wlan0\n"),
        ("ipv6", "cat /proc/net/if_inet6", ""),
        ("ipv6", "ip -6 addr show", "4: wlan0    inet6 2001:db8::1/64 scope global\n"),
        ("cellular", "settings get global mobile_data", "1\n"),
        ("cellular", "settings get global mobile_data", "null\n"),
        ("cellular", "dumpsys telephony.registry", "  mDataConnectionState=2\n"),
        ("cellular", "dumpsys telephony.registry", ""),
        ("sms", "getprop gsm.sim.state", "ABSENT,LOADED\n"),
        ("sms", "getprop gsm.sim.state", "\n"),
        ("bluetooth", "settings get global bluetooth_on", "1\n"),
        ("bluetooth", "dumpsys bluetooth_manager", "  enabled: true\n"),
        ("bluetooth", "dumpsys bluetooth_manager", ""),
        ("usb-network", "getprop sys.usb.state", "rndis,adb\n"),
        ("usb-network", "ip link show", "7: rndis0: <UP>\n"),
        ("usb-network", "ip link show", ""),
    ],
)
def test_a_channel_is_unobserved_unless_every_reading_agrees(told, channel, command, said):
    assert states(told({**OFF, command: said}))[channel] is ChannelState.UNOBSERVED


@pytest.mark.parametrize("command", [command for command in OFF if command != "getprop sys.usb.state"])
def test_a_refused_reading_proves_nothing_and_is_kept(told, command):
    without = {key: value for key, value in OFF.items() if key != command}
    found = read_channels(told(without), "192.168.1.2:8080")
    unobserved = [channel for channel in found if channel.state is ChannelState.UNOBSERVED]
    assert len(unobserved) == 1
    assert "exit 127" in unobserved[0].read


def test_the_raw_text_goes_with_the_state(told):
    first = read_channels(told(OFF), "192.168.1.2:8080")[0]
    assert first.read == f"settings get global http_proxy: 192.168.1.2:8080\nip -4 addr show: {WLAN}"


def routed(told, **said):
    phone = told({**OFF, "settings get global http_proxy": "null\n", **said})
    return {channel.name: channel.state for channel in read_channels(phone, None)}


def test_behind_a_router_whatever_leaves_by_wifi_is_recorded(told):
    assert routed(told)["wifi-ipv4"] is ChannelState.RECORDED
    assert routed(told)["ipv6"] is ChannelState.OFF
    row = "fd630000000000000000000000000001 04 40 00 80 wlan0\n"
    six = "4: wlan0: <UP>\n    inet6 fd63::1/64 scope global\n    inet6 fe80::1/64 scope link\n"
    on = {"cat /proc/net/if_inet6": row, "ip -6 addr show": six}
    assert routed(told, **on)["ipv6"] is ChannelState.RECORDED


def test_behind_a_router_another_way_out_is_unobserved(told):
    proxy = {"settings get global http_proxy": "192.168.1.2:8080\n"}
    assert routed(told, **proxy)["wifi-ipv4"] is ChannelState.UNOBSERVED
    row = "20010db8000000000000000000000001 05 40 00 80 rmnet0\n"
    cellular = "5: rmnet0: <UP>\n    inet6 2001:db8::1/64 scope global\n"
    assert (
        routed(told, **{"cat /proc/net/if_inet6": row, "ip -6 addr show": cellular})["ipv6"]
        is ChannelState.UNOBSERVED
    )
