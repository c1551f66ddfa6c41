import pytest

from harness.device.setting import Proxy, Setting, get_setting
from harness.model.errors import SetupError


def test_a_value_is_written_and_removed_as_it_stands(phone):
    what = Setting("global", "ad_aaid")
    for value in ("a b", "it's $HOME", "null-ish", None):
        what.write(phone, value)
        assert what.read(phone) == value


@pytest.mark.parametrize("said", ["null\n", ":0\n", "\n"])
def test_a_phone_without_proxy_says_so_in_three_ways(told, said):
    assert Proxy().read(told({"settings get global http_proxy": said})) is None


def test_removing_a_proxy_removes_every_row_of_it(phone):
    Setting("global", "global_http_proxy_host").write(phone, "10.0.0.1")
    Proxy().write(phone, "10.0.0.1:8080")
    Proxy().write(phone, None)
    assert get_setting(phone, "global", "http_proxy") is None
    assert get_setting(phone, "global", "global_http_proxy_host") is None
    assert phone.commands[-4].endswith(":0") or any(command.endswith(":0") for command in phone.commands)


@pytest.mark.parametrize("value", ["", "host", "host:port", "h:1; reboot", 8080])
def test_only_an_address_is_a_proxy(phone, value):
    with pytest.raises(SetupError):
        Proxy().write(phone, value)


def test_only_the_three_tables_exist(phone):
    with pytest.raises(SetupError):
        Setting("globl", "x")
    with pytest.raises(SetupError):
        Setting("global", "x; reboot")
    with pytest.raises(SetupError, match="string"):
        Setting("global", "x").write(phone, 1)


def test_a_refused_read_is_an_error(told):
    with pytest.raises(SetupError):
        get_setting(
            told({"settings get global x": ("", "cmd: Can't find service: settings\n", 20)}), "global", "x"
        )
