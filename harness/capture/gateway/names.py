"""What the phone's addresses are called: by the recorded answers of its resolver, not by its own word.

What a phone writes (SNI, Host) may name an address that nobody knows better only where something proves it:
a server's certificate.  In clear it proves nothing (law 5: the suspect's word takes nothing out of scope).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from harness.capture.gateway import answers
from harness.capture.upstream import CANARY_ADDRESS, Upstream, host_key


@dataclass(frozen=True, slots=True)
class Named:
    """A destination: its name or, where there is none, its address; `by` as in `MessageSent.named_by`."""

    host: str
    by: str


NEUTRAL = frozenset(
    {
        *("8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"),
        *("1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"),
        *("9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"),
    }
)
"""Public resolvers of nobody who makes phones: Google Public DNS, Cloudflare, Quad9, by their own pages."""


class Names:
    """The names of one recording, oldest first for each address.

    Only the answers of neutral resolvers and of those of the bench (`resolvers`) name anything: one that the
    suspect runs could call its own address by anybody's name.
    """

    def __init__(self, upstream: Upstream, resolvers: Iterable[str] = ()) -> None:
        self._upstream = upstream
        self._resolvers = NEUTRAL | frozenset(resolvers)
        self._known: dict[str, dict[str, None]] = {}

    def is_canary(self, name: str) -> bool:
        """Whether a name is a canary site's."""
        return self._upstream.is_canary(name)

    def learn(self, message: bytes, resolver: str) -> None:
        """Take in a resolver's answer; one that does not read tells nothing (it is on record)."""
        if resolver not in self._resolvers:
            return
        try:
            name = host_key(answers.question(message).name)
            told = tuple(answers.addresses(message))
        except ValueError:
            return
        for address in told:
            known = self._known.setdefault(address, {})
            known.pop(name, None)
            known[name] = None

    def of(self, address: str, *, sni: str | None = None, host: str | None = None) -> Named:
        """The name of an address that the phone contacted, and by what it is known.

        `sni` and `host` are what the phone said, in its handshake and in a header.  A canary site is one
        only at the address that the recorder itself gave for it.
        """
        known = self._known.get(address, {})
        for claimed in (sni, host):
            if claimed and host_key(claimed) in known:
                return Named(host_key(claimed), "dns")
        for claimed in (sni, host):
            if claimed and address == CANARY_ADDRESS and self._upstream.is_canary(claimed):
                return Named(host_key(claimed), "dns")
        latest = next(reversed(known), None)
        if sni and not _is_address(sni) and not self._upstream.is_canary(sni):
            return Named(host_key(sni), "sni")
        if latest is not None:
            return Named(latest, "contradicted" if host and not _is_address(host) else "dns")
        return Named(address, "address")


def without_port(authority: str | None) -> str | None:
    """The host of a Host header or `:authority` field."""
    if not authority or authority.startswith("["):
        return (authority or "").partition("]")[0].lstrip("[") or None
    return authority.partition(":")[0] or None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True
