"""The ways out of a phone that can be switched off: each has a value that is read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from harness.device.journal import Value
from harness.device.root import as_root
from harness.device.setting import get_setting
from harness.device.shell import Shell, text
from harness.model.errors import SetupError

IPV6 = "/proc/sys/net/ipv6/conf/all/disable_ipv6"
TETHERING = ("rndis", "ncm")


class _Switched:
    """A radio that `svc` switches and a global setting shows; True = on."""

    kind: ClassVar[str]
    key: ClassVar[str]
    service: ClassVar[str]

    def describe(self) -> dict[str, Any]:
        """Nothing: a phone has one."""
        return {}

    def read(self, shell: Shell) -> Value:
        """Whether it is on.  Raises SetupError for a setting that is neither 0 nor 1."""
        said = get_setting(shell, "global", self.key)
        if said not in {"0", "1"}:
            raise SetupError(f"wanted global {self.key} to be 0 or 1, found {said!r}; switch it by hand once")
        return said == "1"

    def write(self, shell: Shell, value: Value) -> None:
        """Switch it."""
        text(shell, f"svc {self.service} {'enable' if value else 'disable'}")


@dataclass(frozen=True, slots=True)
class MobileData(_Switched):
    """Cellular data."""

    kind: ClassVar[str] = "mobile-data"
    key: ClassVar[str] = "mobile_data"
    service: ClassVar[str] = "data"


@dataclass(frozen=True, slots=True)
class Bluetooth(_Switched):
    """Bluetooth."""

    kind: ClassVar[str] = "bluetooth"
    key: ClassVar[str] = "bluetooth_on"
    service: ClassVar[str] = "bluetooth"


@dataclass(frozen=True, slots=True)
class UsbNetwork:
    """The functions of the USB port, as `svc usb setFunctions` takes them; `adb` stays by itself."""

    kind: ClassVar[str] = "usb-network"

    def describe(self) -> dict[str, Any]:
        """Nothing: a phone has one."""
        return {}

    def read(self, shell: Shell) -> Value:
        """The functions beside adb: `mtp`, `rndis`, or the empty string."""
        said = text(shell, "getprop sys.usb.state").strip() or text(shell, "getprop sys.usb.config").strip()
        return ",".join(part for part in said.split(",") if part not in {"adb", "none", ""})

    def write(self, shell: Shell, value: Value) -> None:
        """Set the functions."""
        if not isinstance(value, str) or any(not part.isalnum() for part in value.split(",") if value):
            raise SetupError(f"wanted USB functions, found {value!r}")
        text(shell, f"svc usb setFunctions {value}".strip())


@dataclass(frozen=True, slots=True)
class Ipv6:
    """IPv6 on every interface; True = on.  Needs root to switch."""

    kind: ClassVar[str] = "ipv6"

    def describe(self) -> dict[str, Any]:
        """Nothing: a phone has one."""
        return {}

    def read(self, shell: Shell) -> Value:
        """Whether it is on.  Raises SetupError where the kernel does not say."""
        said = text(shell, f"cat {IPV6}").strip()
        if said not in {"0", "1"}:
            raise SetupError(f"wanted {IPV6} to be 0 or 1, found {said!r}")
        return said == "0"

    def write(self, shell: Shell, value: Value) -> None:
        """Switch it for all interfaces."""
        text(as_root(shell), f"echo {0 if value else 1} > {IPV6}")
