import pytest

from harness.device.identifiers import parcel_string, read_identifiers
from harness.model.errors import MeasurementLost

PARCEL = """Result: Parcel(
  0x00000000: 00000000 0000000f 00360038 00310030 '........8.6.0.1.'
  0x00000010: 00330032 00340030 00360035 00380037 '2.3.0.4.5.6.7.8.'
  0x00000020: 00300039 00000031                   '9.0.1...        ')
"""


def named(phone, *packages):
    return {item.name: item for item in read_identifiers(phone, packages)}


def test_a_parcel_holds_its_string():
    assert parcel_string(PARCEL) == "860123045678901"
    assert parcel_string("Result: Parcel(\n  0x00000000: ffffffff 00000000 '....')") is None
    assert parcel_string("Result: Parcel(00000000 ffffffff   '........')") is None
    assert parcel_string("") is None


def test_each_identifier_has_its_route_or_its_reason(told):
    found = named(
        told(
            {
                "getprop ro.serialno": "a1b2c3d4\n",
                "service call iphonesubinfo 1 s16 com.android.shell": PARCEL,
                "settings get secure android_id": "null\n",
                "settings get secure bluetooth_address": "64:CC:2E:00:00:01\n",
                "getprop ro.boot.wifimacaddr": "02:00:00:00:00:00\n",
                "ip link show wlan0": "4: wlan0: <UP> link/ether 64:cc:2e:aa:bb:cc brd ff:ff\n",
            }
        )
    )
    assert (found["imei"].value, found["imei"].registry_prefix) == ("860123045678901", 8)
    assert found["serial"].value == "a1b2c3d4"
    assert found["wifi_mac_current"].value == "64:cc:2e:aa:bb:cc"
    assert found["bluetooth_mac"].registry_prefix == 8
    assert found["android_id"].value is None
    assert found["android_id"].why_not == "the phone has none"
    assert "no value" in found["wifi_mac"].why_not
    assert "exit 127" in found["imei2"].why_not
    assert "root" in found["gaid"].why_not
    assert all(item.value or item.why_not for item in found.values())


def test_with_root_each_app_has_its_own_android_id(told):
    ssaid = (
        '<settings><setting id="1" name="10100" value="00ff00ff00ff00ff" package="com.x" />'
        '<setting id="2" name="10101" value="1111111111111111" package="com.x.y" /></settings>'
    )
    phone = told(
        {
            "id": "uid=2000(shell)\n",
            "su -c id": "uid=0(root) gid=0(root)\n",
            "su -c 'cat /data/system/users/0/settings_ssaid.xml'": ssaid,
        }
    )
    found = named(phone, "com.x", "com.z")
    assert found["android_id:com.x"].value == "00ff00ff00ff00ff"
    assert found["android_id:com.z"].value is None


def test_a_lost_phone_is_no_reason(told):
    class Lost:
        serial = "x"

        def run(self, command, timeout=0):
            raise MeasurementLost("gone")

    with pytest.raises(MeasurementLost):
        read_identifiers(Lost())
