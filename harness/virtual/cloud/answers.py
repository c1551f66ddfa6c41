"""What each host of the zone says to a request."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harness.virtual.cloud import feed
from harness.virtual.cloud.reading import Request

_SEARCH = {"www.google.com": "Google Search", "duckduckgo.com": "DuckDuckGo", "www.bing.com": "Bing"}
_COMPRESS_FROM = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `kind` is its media type, "" where there is no body."""

    status: int
    body: bytes = b""
    kind: str = ""

    def encode(self, request: Request, *, close: bool) -> bytes:
        """The bytes on the wire; compressed where the client accepts gzip and it is worth it."""
        body, coding = self.body, ""
        if len(body) >= _COMPRESS_FROM and "gzip" in request.header("accept-encoding"):
            body, coding = gzip.compress(body, mtime=0), "Content-Encoding: gzip\r\n"
        head = f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Error')}\r\nServer: stand-in\r\n{coding}"
        if self.kind:
            head += f"Content-Type: {self.kind}\r\n"
        if self.status != 204:  # noqa: PLR2004 - RFC 9110 §8.6: none with 204
            head += f"Content-Length: {len(body)}\r\n"
        head += f"Connection: {'close' if close else 'keep-alive'}\r\n\r\n"
        return head.encode("latin-1") + (b"" if request.method == "HEAD" else body)


_REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 404: "Not Found", 413: "Too Large"}


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), "application/json;charset=utf-8")


def _html(body: bytes) -> Answer:
    return Answer(200, body, "text/html; charset=utf-8")


class Answers:
    """The replies of all hosts; a function of the seed and of the order of the feed's requests."""

    def __init__(self, seed: int) -> None:
        self._feed = feed.Feed(seed)
        self._by_host: dict[str, Callable[[Request, str], Answer | None]] = {
            "sa.api.intl.miui.com": self._sensors,
            "feed.browser.intl.miui.com": self._news,
            "connectivitycheck.gstatic.com": self._connectivity,
            **dict.fromkeys(_SEARCH, self._search),
            **dict.fromkeys(feed.HOSTS, self._page),
            "www.example.com": self._page,
        }

    def answer(self, request: Request) -> Answer:
        """The reply to one request.  Every request has one."""
        path = _split(request.target)[0]
        special = self._by_host.get(request.host)
        found = special(request, path) if special else None
        if found is None and request.host.startswith(("tracking.", "data.mistat.", "globalapi.", "update.")):
            found = self._vendor(request, path)
        if found is None and path == "/favicon.ico":
            return Answer(404, b"", "image/x-icon")
        if found is None and request.method in {"GET", "HEAD"}:
            return _json({"status": "not found"}, 404)
        return found or _json({"code": 0, "status": "ok"})

    def _sensors(self, _request: Request, path: str) -> Answer | None:
        if path.startswith("/config/"):
            return _json({"v": "1", "configs": {"disableDebugMode": False, "disableSDK": False}})
        return Answer(200, b"", "text/plain") if path in {"/sa", "/sa.gif"} else None

    def _news(self, _request: Request, _path: str) -> Answer | None:
        items = [{"id": item.id, "title": item.title, "url": item.url} for item in self._feed.batch()]
        return _json({"code": 0, "items": items})

    def _connectivity(self, _request: Request, path: str) -> Answer | None:
        return Answer(204) if path == "/generate_204" else None

    def _search(self, request: Request, path: str) -> Answer | None:
        if path not in {"/search", "/"}:
            return None
        term = parse_qs(_split(request.target)[1]).get("q", [""])[0]
        lines = [f"Result {number} for {term}" for number in range(1, 6)] if term else []
        return _html(feed.page(f"{term} - {_SEARCH[request.host]}".removeprefix(" - "), *lines))

    def _page(self, _request: Request, path: str) -> Answer | None:
        if path.startswith("/read/"):
            return _html(self._feed.page(path.removeprefix("/read/")[:64]))
        if path == "/favicon.ico":
            return None
        return _html(feed.page("An ordinary page", "A page like many others."))

    def _vendor(self, request: Request, path: str) -> Answer | None:
        known: dict[str, Any] = {
            "/track/key_get": {"code": 0, "data": {"key": _opaque(request, 32), "sid": "sid-stand-in"}},
            "/track/v4": {"code": 0},
            "/track/v4/o": {"code": 0},
            "/tracks": {"status": "ok"},
            "/mistats/v3": {"code": 200},
            "/key_get": {"code": 1, "result": {"sid": "sid-stand-in", "key": _opaque(request, 32)}},
            "/get_all_config": {"code": 200, "data": {}},
            "/idservice/deviceid_get": {"code": 1, "result": {}},
            "/filter/text": {"status": 0, "version": 1, "cacheTime": 86400, "keywords": ["example word"]},
            "/updates/miotaV3.php": {"UserLevel": 9},
        }
        return _json(known[path]) if path in known else None


def _opaque(request: Request, size: int) -> str:
    return base64.b64encode(hashlib.sha256(request.body).digest()[:size]).decode()


def _split(target: str) -> tuple[str, str]:
    """Path and query; a target that is no URL is all path."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return target, ""
    return parts.path, parts.query
