"""Why a request did not get its answer, as an app sees it."""

from __future__ import annotations


class NetworkError(Exception):
    """Anything that went wrong on the way."""


class TlsRefused(NetworkError):
    """The app refused the server's certificate: the connection is not private."""


class NameNotFound(NetworkError):
    """No such host."""


class Unreachable(NetworkError):
    """No connection: refused, timed out, offline, or the proxy could not reach the host."""


class BadAnswer(NetworkError):
    """What came back was no HTTP answer, or was cut off."""
