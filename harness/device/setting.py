"""Values in the phone's settings tables, and the global proxy, which is one of them with habits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from harness.device.journal import Value
from harness.device.shell import Shell, quoted, text
from harness.model.errors import SetupError

NAMESPACES = ("system", "secure", "global")


def get_setting(shell: Shell, namespace: str, key: str) -> str | None:
    """A value of `settings`, None where it is unset (the command says `null`)."""
    said = text(shell, quoted(["settings", "get", namespace, key])).removesuffix("\n").removesuffix("\r")
    return None if said == "null" else said


def put_setting(shell: Shell, namespace: str, key: str, value: str | None) -> None:
    """Set it, or remove it with None.  Raises SetupError."""
    verb = ["delete", namespace, key] if value is None else ["put", namespace, key, value]
    text(shell, quoted(["settings", *verb]))


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of `settings`; its value is a string, or None where it is unset.

    Prefer the app's own switch where there is one: writing here skips its hooks (facts §4.4).
    """

    namespace: str
    key: str
    kind: ClassVar[str] = "setting"

    def __post_init__(self) -> None:
        if self.namespace not in NAMESPACES or not re.fullmatch(r"[\w.:/-]+", self.key):
            raise SetupError(f"wanted a setting, found {self.namespace!r} {self.key!r}")

    def describe(self) -> dict[str, Any]:
        """Namespace and key."""
        return {"namespace": self.namespace, "key": self.key}

    def read(self, shell: Shell) -> Value:
        """The value, None where it is unset."""
        return get_setting(shell, self.namespace, self.key)

    def write(self, shell: Shell, value: Value) -> None:
        """Set or, with None, remove it."""
        if value is not None and not isinstance(value, str):
            raise SetupError(f"wanted a string for {self.key}, found {value!r}")
        put_setting(shell, self.namespace, self.key, value)


@dataclass(frozen=True, slots=True)
class Proxy:
    """The global proxy, "host:port", None where there is none.

    Removing it takes `:0` first, then every row of it: some phones keep the old one otherwise
    (facts §5.2).
    """

    kind: ClassVar[str] = "proxy"
    KEYS: ClassVar[tuple[str, ...]] = ("http_proxy", "global_http_proxy_host", "global_http_proxy_port")

    def describe(self) -> dict[str, Any]:
        """Nothing: a phone has one."""
        return {}

    def read(self, shell: Shell) -> Value:
        """The proxy as "host:port", None for unset, empty and `:0`."""
        said = get_setting(shell, "global", "http_proxy")
        return None if said in {None, "", ":0"} else said

    def write(self, shell: Shell, value: Value) -> None:
        """Set or, with None, remove it."""
        if value is None:
            put_setting(shell, "global", "http_proxy", ":0")
            for key in self.KEYS:
                put_setting(shell, "global", key, None)
        elif isinstance(value, str) and re.fullmatch(r"[\w.:\[\]-]+:\d{1,5}", value):
            put_setting(shell, "global", "http_proxy", value)
        else:
            raise SetupError(f"wanted a proxy host:port, found {value!r}")
