"""The phone itself: what it is, its screen as XML and as picture."""

from __future__ import annotations

import base64

from harness.virtual.device import Device
from harness.virtual.uia.drawing import draw, encode
from harness.virtual.uia.hierarchy import dump

DP = 160  # dots per inch at which a dp is a pixel


class PhoneMethods:
    """deviceInfo, dumpWindowHierarchy, takeScreenshot and the screen's switches."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._windows = device.windows

    async def device_info(self) -> dict[str, object]:
        """What `d.info` shows."""
        firmware = self._device.firmware
        scale = firmware.density / DP
        return {
            "currentPackageName": self._windows.front,
            "displayHeight": firmware.height,
            "displayRotation": 0,
            "displaySizeDpX": round(firmware.width / scale),
            "displaySizeDpY": round(firmware.height / scale),
            "displayWidth": firmware.width,
            "productName": firmware.properties.get("ro.product.name", ""),
            "screenOn": self._windows.screen_on,
            "sdkInt": firmware.sdk,
            "naturalOrientation": True,
        }

    async def wake_up(self) -> None:
        """Screen on."""
        self._windows.screen_on = True

    async def sleep(self) -> None:
        """Screen off."""
        self._windows.screen_on = False

    async def is_screen_on(self) -> bool:
        """Whether the screen is on."""
        return self._windows.screen_on

    async def set_orientation(self, direction: str) -> None:
        """This phone does not turn. ValueError: any direction but the natural one."""
        if direction not in ("n", "natural"):
            raise ValueError(f"this phone does not turn: {direction}")

    async def freeze_rotation(self, freeze: bool) -> None:  # noqa: FBT001  # positional on the wire
        """The rotation lock."""
        self._device.settings.put("system", "accelerometer_rotation", "0" if freeze else "1")

    async def dump_window_hierarchy(self, compressed: object = False, max_depth: int = 50) -> str:  # noqa: FBT002
        """The hierarchy as XML."""
        return dump(self._windows, compressed=bool(compressed), max_depth=int(max_depth))

    async def take_screenshot(self, scale: float = 1, quality: int = 80) -> str:
        """A JPEG in base64."""
        image = draw(self._device)
        if scale != 1:
            image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
        return base64.b64encode(encode(image, "JPEG", int(quality))).decode()

    async def open_notification(self) -> bool:
        """There is no notification shade here."""
        return False

    async def open_quick_settings(self) -> bool:
        """There is no shade here."""
        return False
