import pytest

from harness.device.reverse import Reverse
from harness.model.errors import SetupError


def test_a_tunnel_is_opened_and_closed(phone):
    what = Reverse("tcp:8080")
    assert what.read(phone) is None
    what.write(phone, "tcp:9000")
    assert what.read(phone) == "tcp:9000"
    what.write(phone, None)
    what.write(phone, None)
    assert what.read(phone) is None


def test_a_shell_alone_has_no_tunnels(told, phone):
    with pytest.raises(SetupError, match="over adb"):
        Reverse("tcp:8080").read(told({}))
    with pytest.raises(SetupError, match="tcp:8080"):
        Reverse("tcp:1").write(phone, 8080)
