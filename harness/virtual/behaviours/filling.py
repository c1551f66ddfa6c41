"""Values into templates: `{url}`, `{android_id|md5}`, `{time_ms|int}`.

A placeholder is a name, then forms from the inside out: any wrapping that takes no argument, or `int`,
which makes the whole string a number.  Templates are JSON values; only their strings are looked at.
"""

from __future__ import annotations

import json
import re
import secrets
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from harness.virtual.phone import Phone
from harness.wrap import chain

_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)((?:\|[a-z0-9-]+)*)\}")


def _version(phone: Phone, package: str) -> str:
    found = phone.packages.get(package)
    return found.version if found else ""


_OF_THE_PHONE: Mapping[str, Callable[[Phone, str], str]] = {
    "android_id": lambda phone, package: phone.identifiers.android_id(package),
    "imei": lambda phone, _: phone.identifiers.imei,
    "imei2": lambda phone, _: phone.identifiers.imei2,
    "serial": lambda phone, _: phone.identifiers.serial,
    "mac": lambda phone, _: phone.identifiers.wifi_mac,
    "gaid": lambda phone, _: phone.identifiers.gaid,
    "oaid": lambda phone, _: phone.identifiers.oaid,
    "time_ms": lambda phone, _: str(phone.clock.now_ms()),
    "package": lambda _, package: package,
    "project": lambda _, package: "global_browser_mini" if package.endswith(".mini") else "global_browser",
    "app_name": lambda _, package: "Mint Browser" if package.endswith(".mini") else "Mi Browser",
    "app_version": _version,
    "country": lambda phone, _: phone.props.get("ro.miui.region"),
    "model": lambda phone, _: phone.props.get("ro.product.model"),
    "brand": lambda phone, _: phone.props.get("ro.product.brand"),
    "manufacturer": lambda phone, _: phone.props.get("ro.product.manufacturer"),
    "os_version": lambda phone, _: phone.props.get("ro.build.version.release"),
    "miui_version": lambda phone, _: phone.props.get("ro.build.version.incremental"),
    "language": lambda phone, _: phone.props.get("persist.sys.locale"),
    "width": lambda phone, _: str(phone.firmware.width),
    "height": lambda phone, _: str(phone.firmware.height),
    "random16": lambda _phone, _: secrets.token_hex(16),
    "random_uuid": lambda _phone, _: str(uuid.uuid4()),
    "track_id": lambda _phone, _: str(secrets.randbelow(2**31)),
}

PLACEHOLDERS = frozenset({*_OF_THE_PHONE, "anonymous_id", "event"})
"""Every name that a template may use beside the facts of its occasion."""


def json_text(value: Any) -> str:
    """JSON as Android's `org.json` writes it: compact, not escaped to ASCII, but every slash escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")


class Values:
    """What placeholders stand for, for one app at one moment."""

    def __init__(self, phone: Phone, package: str, facts: Mapping[str, str]) -> None:
        self._phone = phone
        self._package = package
        self._facts = dict(facts)
        self._makers: dict[str, Callable[[], str]] = {}
        self.used: dict[str, str] = {}
        """Every value that was asked for, by name."""

    def put(self, name: str, value: str) -> None:
        """Set one more value."""
        self._facts[name] = value

    def make(self, name: str, maker: Callable[[], str]) -> None:
        """Set how a value is made, if it is asked for."""
        self._makers[name] = maker

    def get(self, name: str) -> str:
        """A value; a fact that the occasion does not carry is empty."""
        value = self.used[name] = self._get(name)
        return value

    def _get(self, name: str) -> str:
        if name in self._facts:
            return self._facts[name]
        if name in self._makers:
            return self._makers[name]()
        return _OF_THE_PHONE[name](self._phone, self._package) if name in _OF_THE_PHONE else ""

    def fill(self, template: Any) -> Any:
        """The template with all its strings filled."""
        if isinstance(template, dict):
            return {key: self.fill(value) for key, value in template.items()}
        if isinstance(template, list):
            return [self.fill(value) for value in template]
        if not isinstance(template, str):
            return template
        whole = _PLACEHOLDER.fullmatch(template)
        if whole and whole[2].endswith("|int"):
            return int(self._form(whole[1], whole[2].removesuffix("|int")) or 0)
        return _PLACEHOLDER.sub(lambda match: self._form(match[1], match[2]), template)

    def text(self, template: str) -> str:
        """A template that is one string."""
        return str(self.fill(template))

    def _form(self, name: str, forms: str) -> str:
        steps = forms.split("|")[1:]
        return chain.apply(self.get(name).encode("utf-8"), steps).decode("utf-8", "replace")


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """One table laid over another: tables in both are merged, everything else is replaced."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = overlay(below, value)
        else:
            merged[key] = value
    return merged


def parts(template: str) -> tuple[str, tuple[str, ...]]:
    """Name and forms of the first placeholder in a string; ("", ()) where there is none."""
    match = _PLACEHOLDER.search(template)
    return (match[1], tuple(match[2].split("|")[1:])) if match else ("", ())


def check(templates: Iterable[Any], known: Collection[str]) -> None:
    """Raises ValueError for a placeholder or a form that is unknown."""
    for template in templates:
        if isinstance(template, dict):
            check(template.values(), known)
        elif isinstance(template, list):
            check(template, known)
        elif isinstance(template, str):
            for name, forms in _PLACEHOLDER.findall(template):
                if name not in known:
                    raise ValueError(f"{{{name}}}: wanted one of {', '.join(sorted(known))}")
                chain.check([form for form in forms.split("|")[1:] if form != "int"])
