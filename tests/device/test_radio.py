import pytest

from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.model.errors import SetupError


@pytest.mark.parametrize("what", [MobileData(), Bluetooth(), Ipv6()])
def test_a_radio_is_switched_and_read_back(phone, what):
    assert what.read(phone) is True
    what.write(phone, value=False)
    assert what.read(phone) is False
    what.write(phone, value=True)
    assert what.read(phone) is True


def test_the_functions_of_the_usb_port_leave_adb_alone(phone):
    assert UsbNetwork().read(phone) == "mtp"
    UsbNetwork().write(phone, "rndis")
    assert UsbNetwork().read(phone) == "rndis"
    UsbNetwork().write(phone, "")
    assert UsbNetwork().read(phone) == ""
    with pytest.raises(SetupError):
        UsbNetwork().write(phone, "mtp; reboot")


def test_a_state_that_is_neither_on_nor_off_is_an_error(told):
    with pytest.raises(SetupError, match="0 or 1"):
        MobileData().read(told({"settings get global mobile_data": "null\n"}))
    with pytest.raises(SetupError):
        Ipv6().read(told({"cat /proc/sys/net/ipv6/conf/all/disable_ipv6": "\n"}))
