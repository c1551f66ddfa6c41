"""Why a leaf is understood: a known field of a cited format, a timestamp, a checksum; or None (method §7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from harness.decode import mistat, onetrack, sensors

_RFC_HEADERS: Mapping[str, str] = {
    "host": "RFC 9110 §7.2",
    "user-agent": "RFC 9110 §10.1.5",
    "accept": "RFC 9110 §12.5.1",
    "accept-charset": "RFC 9110 §12.5.2",
    "accept-encoding": "RFC 9110 §12.5.3",
    "accept-language": "RFC 9110 §12.5.4",
    "connection": "RFC 9110 §7.6.1",
    "proxy-connection": "RFC 9112 §C.2.2",
    "keep-alive": "RFC 2068 §19.7.1.1",
    "content-type": "RFC 9110 §8.3",
    "content-encoding": "RFC 9110 §8.4",
    "content-language": "RFC 9110 §8.5",
    "content-length": "RFC 9110 §8.6",
    "transfer-encoding": "RFC 9112 §6.1",
    "te": "RFC 9110 §10.1.4",
    "expect": "RFC 9110 §10.1.1",
    "date": "RFC 9110 §6.6.1",
    "origin": "RFC 6454 §7",
    "cache-control": "RFC 9111 §5.2",
    "pragma": "RFC 9111 §5.4",
    "if-modified-since": "RFC 9110 §13.1.3",
    "range": "RFC 9110 §14.2",
    "upgrade": "RFC 9110 §7.8",
    "upgrade-insecure-requests": "W3C Upgrade Insecure Requests §3.2.1",
    "sec-websocket-version": "RFC 6455 §11.3.5",
    "sec-websocket-extensions": "RFC 6455 §11.3.2",
    "sec-fetch-site": "W3C Fetch Metadata §2",
    "sec-fetch-mode": "W3C Fetch Metadata §2",
    "sec-fetch-dest": "W3C Fetch Metadata §2",
    "sec-fetch-user": "W3C Fetch Metadata §2",
    "dry-run": "Sensors Analytics, facts §3.1",
}
"""Request headers whose content their specification defines.  Cookie and Referer are not among them."""

_PATHS: Mapping[bytes, str] = {
    b"/sa": sensors.CITATION,
    b"/sa.gif": sensors.CITATION,
    b"/track/v4": onetrack.CITATION,
    b"/track/v4/o": onetrack.CITATION,
    b"/track/key_get": onetrack.CITATION,
    b"/api/v4/detail/config": onetrack.CITATION,
    b"/api/v4/detail/config_common": onetrack.CITATION,
    b"/api/v4/detail/config_p": onetrack.CITATION,
    b"/api/v1/token": onetrack.CITATION,
    b"/get_all_config": mistat.CITATION,
    b"/key_get": mistat.CITATION,
    b"/mistats": mistat.CITATION,
    b"/mistats/v2": mistat.CITATION,
    b"/mistats/v3": mistat.CITATION,
    b"/mistats/js": mistat.CITATION,
    b"/mistats/iosv3": mistat.CITATION,
    b"/idservice/deviceid_get": mistat.CITATION,
    b"/micrash": mistat.CITATION,
    b"/realtime_network": mistat.CITATION,
    b"/getsdkconfig": mistat.CITATION,
    b"/tracks": "MIUI analytics, facts §3.4",
    b"/updates/miotaV3.php": "Updater, facts §3.5",
    b"/filter/text": "Ad keyword list, facts §3.6",
    b"/pass/revokeuser": "Revoke request, facts §3.7",
    b"/pass/revokedev": "Revoke request, facts §3.7",
    b"/favicon.ico": "HTML Standard §4.6.7.8",
}

_QUERY: Mapping[str, str] = {
    "project": sensors.CITATION,
    "r": "facts §2.3",
    "appKey": "facts §3.6",
    "clientInfo": "facts §3.6",
    "version": "facts §3.6",
}

_TIME = re.compile(
    rb"1[0-9]{9}(?:\.[0-9]{1,6})?|1[0-9]{12}|1[0-9]{15}"
    rb"|20[0-9]{2}-[01][0-9]-[0-3][0-9]"
    rb"(?:[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DIGEST_HEADERS = frozenset({"content-md5", "digest", "content-digest"})


def header(name: str) -> str | None:
    """The specification that defines a request header."""
    if name in onetrack.HEADERS:
        return onetrack.CITATION
    return _RFC_HEADERS.get(name)


def known_path(path: bytes) -> str | None:
    """The fact that names a path: one of the vendor's collectors, or a page's icon."""
    return _PATHS.get(path)


def query(name: str) -> str | None:
    """The fact that names a query parameter."""
    return _QUERY.get(name)


def timestamp(value: bytes) -> bool:
    """Whether it is a point in time and nothing else: seconds, ms, µs since 2001, or ISO 8601."""
    return _TIME.fullmatch(value) is not None
