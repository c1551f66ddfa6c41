"""Whether the installed mitmproxy may listen to a network: one with a known hole only where somebody agreed.

Before 12.1.2 mitmproxy allows an h2 (4.1 and older) that lets a peer smuggle requests through
(CVE-2025-57804, fixed in h2 4.3); Python 3.11 gets no newer mitmproxy than 11.0.2.
"""

from __future__ import annotations

import ipaddress
import re
from importlib.metadata import version

from harness.model.errors import SetupError

FIRST_WITHOUT_HOLE = (12, 1, 2)


def hole(installed: str | None = None) -> str | None:
    """What is wrong with a version of mitmproxy (None: the installed one) in one line, or None."""
    installed = version("mitmproxy") if installed is None else installed
    if tuple(int(part) for part in re.findall(r"\d+", installed)[:3]) >= FIRST_WITHOUT_HOLE:
        return None
    return (
        f"mitmproxy {installed} has a known hole (request smuggling); Python 3.12 or newer gets a fixed one"
    )


def admit(listen: str, *, accept_old: bool, installed: str | None = None) -> None:
    """Raise SetupError where an old recorder would listen at an address that others can reach."""
    host = listen.rpartition(":")[0].strip("[]")
    found = hole(installed)
    if found and not accept_old and not _is_loopback(host):
        raise SetupError(
            f"wanted a recorder that may listen on {host}, found that {found}; "
            "or say --accept-old-recorder where nobody else is in that network"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
