"""uiautomator2 on the phone, as a display that is read and touched.

By subclass: calls that touch are never repeated (the library repeats a call after a lost connection,
which would make two acts of one), and its answers to a failed dump (an empty but valid screen) are not
used.  The connection has TCP_NODELAY (`adb_client`).
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

import adbutils
import uiautomator2
from uiautomator2 import exceptions as failures

from harness.device.session import Device
from harness.model.errors import MeasurementLost, SetupError

READS = frozenset({"deviceInfo", "dumpWindowHierarchy", "takeScreenshot", "getClipboard", "exist", "objInfo"})
RPC_SECONDS = 15.0
DUMP_DEPTH = 50


class _Automation(uiautomator2.Device):
    """The library's device; a call that touches is made once."""

    def jsonrpc_call(self, method: str, params: Any = None, timeout: float = RPC_SECONDS) -> Any:
        """One call; only reads are repeated after the server on the phone was started anew."""
        if method in READS:
            return super().jsonrpc_call(method, params, timeout)
        return uiautomator2.core._jsonrpc_call(  # noqa: SLF001  # the library's one call without its repeat
            self._dev, self._device_server_port, method, params, timeout, self._debug
        )


@contextlib.contextmanager
def _driving(address: str, doing: str) -> Iterator[None]:
    """Turn whatever the library raises into our two kinds, once."""
    try:
        yield
    except (failures.BaseException, adbutils.AdbError, HTTPException, OSError, EOFError, ValueError) as error:
        said = " ".join(str(error).split())[:300] or type(error).__name__
        if "INJECT_EVENTS" in said or "InjectPermission" in type(error).__name__:
            raise SetupError(
                f"wanted {doing} on {address}, found input refused; "
                "allow “USB debugging (Security settings)” in Developer options and reboot"
            ) from error
        raise MeasurementLost(f"wanted {doing} on {address}, found {type(error).__name__}: {said}") from error


class PhoneDisplay:
    """The screen of a real or virtual phone.  Satisfies `ui.Display`.

    Raises SetupError where the server on the phone does not start or input is refused, MeasurementLost
    where it is lost later.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        try:
            with _driving(device.address, "uiautomator2 started"):
                self._automation = _Automation(device.adb)
        except MeasurementLost as error:
            raise SetupError(f"{error}; reboot the phone, or end what else uses its accessibility") from error

    def _call(self, method: str, *arguments: object) -> Any:
        with _driving(self._device.address, method):
            return self._automation.jsonrpc_call(method, list(arguments) if arguments else {}, RPC_SECONDS)

    def dump(self) -> str:
        """The raw text of a dump of all views, noise and emptiness included."""
        said = self._call("dumpWindowHierarchy", False, DUMP_DEPTH)
        if not isinstance(said, str):
            raise MeasurementLost(f"wanted a dump of the screen, found {type(said).__name__}")
        return said

    def touch(self, x: int, y: int) -> None:
        """One tap.  Raises MeasurementLost where the phone did not take it."""
        if self._call("click", x, y) is False:
            raise MeasurementLost(f"wanted a tap at {x},{y} on {self._device.address}, found it not taken")

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 25) -> None:
        """One swipe."""
        if self._call("swipe", *start, *end, steps) is False:
            raise MeasurementLost(f"wanted a swipe on {self._device.address}, found it not taken")

    def press(self, key: str) -> None:
        """One key: `home`, `back`, `enter` ...

        The answer says only whether the screen changed, so it proves nothing either way.
        """
        self._call("pressKey", key)

    def type_into(self, resource_id: str, text: str) -> None:
        """The whole new text of the field with that id."""
        selector = {
            "mask": 0x200000,
            "childOrSibling": [],
            "childOrSiblingSelector": [],
            "resourceId": resource_id,
        }
        self._call("setText", selector, text)

    def screenshot(self) -> bytes:
        """The screen as JPEG, or as PNG where only `screencap` answers."""
        said = self._call("takeScreenshot", 1, 80)
        if not said:
            return self._device.fetch("screencap -p")
        try:
            return base64.b64decode(said)
        except (binascii.Error, TypeError, ValueError) as error:
            raise MeasurementLost(f"wanted a screenshot of {self._device.address}, found {error}") from error

    def wake(self) -> None:
        """Switch the screen on."""
        self._call("wakeUp")

    def close(self) -> None:
        """End the server on the phone."""
        with _driving(self._device.address, "uiautomator2 stopped"):
            self._automation.stop_uiautomator(wait=False)  # type: ignore[no-untyped-call]
