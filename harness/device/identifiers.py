"""Values that identify the phone or its owner, with the route to each or why not (facts §4.6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from harness.device.root import as_root
from harness.device.setting import get_setting
from harness.device.shell import Shell, text
from harness.model.errors import SetupError

TAC_LENGTH = 8
OUI_LENGTH = 8
"""Leading characters assigned by a registry: `86012304` of an IMEI, `64:cc:2e` of a MAC address."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: its value and the route by which it was read, or why it was not.

    `registry_prefix` counts the leading characters that a public registry assigns.
    """

    name: str
    value: str | None
    route: str
    why_not: str = ""
    registry_prefix: int = 0


@dataclass(frozen=True, slots=True)
class _Route:
    name: str
    route: str
    read: Callable[[Shell], str | None]
    form: str
    registry_prefix: int = 0


def read_identifiers(shell: Shell, packages: tuple[str, ...] = ()) -> tuple[Identifier, ...]:
    """Every identifier known to exist, with its value where the phone tells it.

    `packages` are the apps under test: since Android 8 each reads an android_id of its own.  Raises
    MeasurementLost only; a refused route is a reason.
    """
    routes = [*ROUTES, *(_per_app(package) for package in packages)]
    return (*(_follow(shell, route) for route in routes), *UNREACHABLE)


def _follow(shell: Shell, route: _Route) -> Identifier:
    try:
        value = route.read(shell)
    except SetupError as error:
        return Identifier(route.name, None, route.route, str(error), route.registry_prefix)
    if value is None or not value.strip():
        return Identifier(route.name, None, route.route, "the phone has none", route.registry_prefix)
    value = value.strip()
    if not re.fullmatch(route.form, value) or not re.search(
        r"[1-9a-fA-F]", value.replace("02:00:00:00:00:00", "")
    ):
        return Identifier(
            route.name, None, route.route, f"found {value[:40]!r}, which is no value", route.registry_prefix
        )
    return Identifier(route.name, value, route.route, "", route.registry_prefix)


def _imei(*transactions: str) -> Callable[[Shell], str | None]:
    """Transaction numbers vary between versions: the first that answers with digits is taken."""

    def read(shell: Shell) -> str | None:
        for transaction in transactions:
            said = text(shell, f"service call iphonesubinfo {transaction} s16 com.android.shell")
            value = parcel_string(said)
            if value is not None and value.isdigit():
                return value
        return None

    return read


def parcel_string(said: str) -> str | None:
    """The string in a `Parcel(...)` print: status, length, then UTF-16 in little-endian words."""
    words = re.findall(r"\b[0-9a-f]{8}\b(?!:)", re.sub(r"'.*?'\)?\s*$", "", said, flags=re.MULTILINE))
    raw = b"".join(bytes.fromhex(word)[::-1] for word in words)
    if len(raw) < 8 or raw[:4] != bytes(4):  # noqa: PLR2004  # status and length, four bytes each
        return None
    length = int.from_bytes(raw[4:8], "little", signed=True)
    if length <= 0 or len(raw) < 8 + 2 * length:
        return None
    return raw[8 : 8 + 2 * length].decode("utf-16-le", "replace")


def _property(name: str) -> Callable[[Shell], str | None]:
    return lambda shell: text(shell, f"getprop {name}")


def _setting(namespace: str, key: str) -> Callable[[Shell], str | None]:
    return lambda shell: get_setting(shell, namespace, key)


def _current_mac(shell: Shell) -> str | None:
    found = re.search(r"wlan0:.*?link/ether ([0-9a-f:]{17})", text(shell, "ip link show wlan0"), re.DOTALL)
    return found[1] if found else None


def _gaid(shell: Shell) -> str | None:
    path = "/data/data/com.google.android.gms/shared_prefs/adid_settings.xml"
    found = re.search(r'name="adid_key">([^<]*)<', text(as_root(shell), f"cat {path}"))
    return found[1] if found else None


def _per_app(package: str) -> _Route:
    def read(shell: Shell) -> str | None:
        said = text(as_root(shell), "cat /data/system/users/0/settings_ssaid.xml")
        row = re.search(rf'<setting [^>]*package="{re.escape(package)}"[^>]*>', said)
        value = re.search(r'\bvalue="([0-9a-f]+)"', row[0]) if row else None
        return value[1] if value else None

    return _Route(f"android_id:{package}", "root: settings_ssaid.xml", read, r"[0-9a-f]{16}")


_MAC = r"(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}"
_UUID = r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ROUTES = (
    _Route("serial", "getprop ro.serialno", _property("ro.serialno"), r"[\w-]{6,32}"),
    _Route("imei", "service call iphonesubinfo", _imei("1"), r"\d{14,16}", TAC_LENGTH),
    _Route(
        "imei2", "service call iphonesubinfo, slot 1", _imei("3 i32 1", "4 i32 1"), r"\d{14,16}", TAC_LENGTH
    ),
    _Route(
        "android_id", "settings get secure android_id", _setting("secure", "android_id"), r"[0-9a-f]{14,16}"
    ),
    _Route("aaid", "settings get global ad_aaid", _setting("global", "ad_aaid"), _UUID),
    _Route("gaid", "root: adid_settings.xml of play services", _gaid, _UUID),
    _Route("wifi_mac", "getprop ro.boot.wifimacaddr", _property("ro.boot.wifimacaddr"), _MAC, OUI_LENGTH),
    _Route("wifi_mac_current", "ip link show wlan0", _current_mac, _MAC, OUI_LENGTH),
    _Route(
        "bluetooth_mac",
        "settings get secure bluetooth_address",
        _setting("secure", "bluetooth_address"),
        _MAC,
        OUI_LENGTH,
    ),
)
UNREACHABLE = (
    Identifier("oaid", None, "", "no shell command tells it; needs an app on the phone"),
    Identifier("vaid", None, "", "no shell command tells it; needs an app on the phone"),
    Identifier("onetrack_instance_id", None, "", "only learnt from traffic"),
    Identifier("mi_account_id", None, "", "masked in dumpsys account; to be given in devices.yaml"),
    Identifier("phone_number", None, "", "to be given in devices.yaml"),
)
