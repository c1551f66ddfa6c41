"""Every kind of change that can be journalled and undone."""

from __future__ import annotations

from collections.abc import Callable

from harness.device.change import What
from harness.device.placed_file import PlacedFile
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.reverse import Reverse
from harness.device.setting import Proxy, Setting
from harness.device.suspension import Suspended
from harness.device.trust import CaCertificate

KINDS: dict[str, Callable[..., What]] = {
    Setting.kind: Setting,
    Proxy.kind: Proxy,
    CaCertificate.kind: CaCertificate,
    Suspended.kind: Suspended,
    MobileData.kind: MobileData,
    Bluetooth.kind: Bluetooth,
    UsbNetwork.kind: UsbNetwork,
    Ipv6.kind: Ipv6,
    Reverse.kind: Reverse,
    PlacedFile.kind: PlacedFile,
}
