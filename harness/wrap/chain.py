"""Wrappings by name, applied one after the other.

A step is a name, for some with an argument after a colon: `json:[0].properties.url`, `form:data_list`,
`aes-ecb:<32 hex digits>`, `mistat:<32 hex digits>,<ms>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from harness.wrap import (
    b64,
    block,
    compressed,
    digest,
    form,
    hexadecimal,
    json_value,
    mistat,
    onetrack,
    ota,
    percent,
    reversed_text,
    sensors,
    sensors_web,
)

_Plain = Callable[[bytes], bytes]
_Argued = Callable[[bytes, str], bytes]


def _mistat(value: bytes, argument: str) -> bytes:
    key, _, time_ms = argument.partition(",")
    return mistat.wrap(value, key=bytes.fromhex(key), time_ms=int(time_ms))


PLAIN: Mapping[str, _Plain] = MappingProxyType(
    {
        "percent": percent.wrap,
        "base64": b64.wrap,
        "base64-unpadded": lambda value: b64.wrap(value, padding=False),
        "base64url": lambda value: b64.wrap(value, url=True),
        "base64url-unpadded": lambda value: b64.wrap(value, url=True, padding=False),
        "hex": hexadecimal.wrap,
        "hex-upper": lambda value: hexadecimal.wrap(value, upper=True),
        "gzip": compressed.wrap,
        "zlib": lambda value: compressed.wrap(value, container="zlib"),
        "deflate": lambda value: compressed.wrap(value, container="deflate"),
        "reversed": reversed_text.wrap,
        "upper": lambda value: value.upper(),
        "lower": lambda value: value.lower(),
        "sensors": sensors.wrap,
        "sensors-web": sensors_web.wrap,
        "sensors-web-batch": lambda value: sensors_web.wrap(value, batch=True),
        "ota": ota.wrap,
        **{name: partial(digest.wrap, name=name) for name in digest.NAMES},
        **{f"{name}-upper": partial(digest.wrap, name=name, upper=True) for name in digest.NAMES},
    }
)
"""Steps that take no argument."""

ARGUED: Mapping[str, _Argued] = MappingProxyType(
    {
        "json": lambda value, path: json_value.wrap(value, path=path),
        "form": lambda value, name: form.wrap(value, name=name),
        "aes-ecb": lambda value, key: block.wrap(value, key=bytes.fromhex(key)),
        "onetrack": lambda value, key: onetrack.wrap(value, key=bytes.fromhex(key)),
        "mistat": _mistat,
    }
)
"""Steps that need the argument after the colon."""


def apply(value: bytes, steps: Sequence[str]) -> bytes:
    """`value` after all steps, the first being the innermost.  Raises ValueError as `check`."""
    check(steps)
    for step in steps:
        name, _, argument = step.partition(":")
        value = PLAIN[name](value) if name in PLAIN else ARGUED[name](value, argument)
    return value


def check(steps: Sequence[str]) -> None:
    """Raises ValueError for a step that is unknown, lacks its argument or has one too many."""
    for step in steps:
        name, colon, argument = step.partition(":")
        if name in PLAIN and not colon:
            continue
        if name in ARGUED and argument:
            continue
        known = ", ".join([*sorted(PLAIN), *(f"{each}:..." for each in sorted(ARGUED))])
        raise ValueError(f"wanted a wrapping of {known}; found {step!r}")
