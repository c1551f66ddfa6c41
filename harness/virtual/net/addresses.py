"""Addresses as a browser takes them apart (RFC 3986, WHATWG URL in the part that pages need)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")
_SAFE = "%/:?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.  `path` is path and query as on the wire; the fragment never leaves."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, with the port where it is not the scheme's own."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The absolute address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def parse(url: str) -> Target:
    """The target of an absolute `http` or `https` address.  Raises ValueError for any other text."""
    parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"wanted an http or https address, found {url[:80]!r}")
    try:
        host = parts.hostname.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"wanted a host name, found {parts.hostname[:80]!r}") from error
    if not _HOST.fullmatch(host):
        raise ValueError(f"wanted a host name, found {host[:80]!r}")
    path = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    return Target(parts.scheme, host, parts.port or _PORTS[parts.scheme], path)


def join(base: str, reference: str) -> str:
    """The absolute address of a reference in a page; "" where there is none that a request can go to."""
    try:
        joined = urljoin(base, reference.strip())
        parse(joined)
    except ValueError:
        return ""
    return joined


def is_address(text: str) -> bool:
    """Whether what was typed is an address: a scheme, or a dotted host without spaces."""
    text = text.strip()
    if not text or re.search(r"\s", text):
        return False
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        return True
    host = re.split(r"[/?#]", text, maxsplit=1)[0]
    return re.fullmatch(r"([A-Za-z0-9_-]+\.)+[A-Za-z0-9-]{2,}(:\d+)?", host) is not None


def complete(text: str) -> str:
    """What was typed with the scheme that a browser adds."""
    text = text.strip()
    return text if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) else f"http://{text}"
