"""Canary sites: inert pages that the recorder answers itself, over http and https (method §3).

Nothing on them loads by itself but the images that a spike page registers: the content security policy
forbids everything else, there is no script and no prefetch, and no Referer is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from harness.capture.favicon import favicon
from harness.model.errors import SetupError

HTML = "text/html; charset=utf-8"
KEYS = frozenset(
    {
        *("id", "host", "path", "query", "status", "title", "text"),
        *("links", "images", "forms", "favicon", "redirect"),
    }
)
FORM_KEYS = frozenset({"action", "method", "enctype", "fields", "submit"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form sent by a tap on its button; its fields are hidden and keep their bytes."""

    action: str
    method: str
    enctype: str
    fields: tuple[tuple[str, str], ...]
    submit: str


@dataclass(frozen=True, slots=True)
class Page:
    """A registered page: where it lies and what it carries."""

    id: str
    host: str
    path: str
    query: str
    status: int
    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    images: tuple[str, ...]
    forms: tuple[Form, ...]
    favicon: bool
    redirect: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a canary site answers; `page` is the registered page, None where there is none."""

    page: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _known(entry: Mapping[str, Any], keys: frozenset[str], what: str) -> None:
    unknown = sorted(set(entry) - keys)
    if unknown:
        raise SetupError(f"{what}: wanted only {', '.join(sorted(keys))}, found {', '.join(unknown)}")


def _form(entry: Mapping[str, Any]) -> Form:
    _known(entry, FORM_KEYS, "a form of a canary page")
    return Form(
        str(entry["action"]),
        str(entry.get("method", "post")),
        str(entry.get("enctype", "application/x-www-form-urlencoded")),
        tuple((str(name), str(value)) for name, value in entry.get("fields", ())),
        str(entry.get("submit", "Send")),
    )


def read_page(entry: Mapping[str, Any]) -> Page:
    """A page as registered.  Raises SetupError for an unknown, missing or malformed part."""
    try:
        _known(entry, KEYS, "a canary page")
        return Page(
            str(entry["id"]),
            str(entry["host"]).lower(),
            str(entry["path"]),
            str(entry.get("query") or ""),
            int(entry.get("status", 200)),
            str(entry.get("title", "")),
            str(entry.get("text", "")),
            tuple((str(link["href"]), str(link["text"])) for link in entry.get("links", ())),
            tuple(str(url) for url in entry.get("images", ())),
            tuple(_form(form) for form in entry.get("forms", ())),
            bool(entry.get("favicon", True)),
            str(entry["redirect"]) if entry.get("redirect") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SetupError(f"wanted a canary page, found one that does not read: {error!r}") from error


class Pages:
    """The registered pages of all canary sites below a domain."""

    def __init__(self, domain: str) -> None:
        self._domain = domain
        self._pages: dict[tuple[str, str, str], Page] = {}

    def register(self, entries: Iterable[Mapping[str, Any]]) -> int:
        """Add pages, all or none; one at the same place replaces the earlier.  Raises SetupError."""
        pages = [read_page(entry) for entry in entries]
        outside = [page.host for page in pages if not page.host.endswith("." + self._domain)]
        if outside:
            raise SetupError(f"wanted canary pages below {self._domain}, found {', '.join(outside)}")
        for page in pages:
            self._pages[page.host, page.path, page.query] = page
        return len(pages)

    def answer(self, method: str, host: str, target: str) -> Answer:
        """The answer to a request; an unregistered path gets a minimal page."""
        address, _, _ = target.partition("#")
        path, _, query = address.partition("?")
        site = host.lower().rstrip(".")
        page = self._pages.get((site, path, query))
        if page is None and path == "/favicon.ico":
            return _answer(method, None, 200, "image/png", favicon(site))
        if page is None:
            return _answer(method, None, 200, HTML, _document("", "", "", icon=False), _policy(self._domain))
        if page.redirect is not None:
            status = page.status if page.status in range(300, 400) else 302
            return _answer(method, page.id, status, HTML, b"", (("Location", _header(page.redirect)),))
        policy = _policy(self._domain, images=bool(page.images), forms=bool(page.forms), icon=page.favicon)
        return _answer(method, page.id, page.status, HTML, render(page), policy)


def _header(value: str) -> str:
    """A value that fits a header: no line ends, bytes beyond latin-1 as UTF-8."""
    return value.replace("\r", "%0D").replace("\n", "%0A").encode().decode("latin-1")


def _policy(
    domain: str, *, images: bool = False, forms: bool = False, icon: bool = False
) -> tuple[tuple[str, str], ...]:
    sources = ["'self'"] if icon else []
    sources += [f"https://*.{domain}", f"http://*.{domain}"] if images else []
    targets = "*" if forms else "'none'"
    parts = ["default-src 'none'", "base-uri 'none'", f"form-action {targets}"]
    parts += [f"img-src {' '.join(sources)}"] if sources else []
    return (("Content-Security-Policy", "; ".join(parts)),)


def _answer(
    method: str,
    page: str | None,
    status: int,
    kind: str,
    body: bytes,
    more: tuple[tuple[str, str], ...] = (),
) -> Answer:
    headers = (
        ("Content-Type", kind),
        ("Referrer-Policy", "no-referrer"),
        ("X-DNS-Prefetch-Control", "off"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
        *more,
    )
    return Answer(page, status, headers, b"" if method == "HEAD" else body)


def _document(title: str, text: str, rest: str, *, icon: bool) -> bytes:
    href = "/favicon.ico" if icon else "data:,"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="{href}">\n<title>{escape(title)}</title>\n</head>\n<body>\n'
        f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n{rest}</body>\n</html>\n"
    ).encode("utf-8", "xmlcharrefreplace")


def render(page: Page) -> bytes:
    """The page as HTML: title, text, links, images, forms, nothing else."""
    rest = [
        f'<p><a href="{escape(href)}" rel="noreferrer">{escape(text)}</a></p>\n' for href, text in page.links
    ]
    rest += [f'<img src="{escape(url)}" alt="" width="1" height="1">\n' for url in page.images]
    for form in page.forms:
        fields = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
            for name, value in form.fields
        )
        rest.append(
            f'<form action="{escape(form.action)}" method="{escape(form.method)}" '
            f'enctype="{escape(form.enctype)}">\n{fields}'
            f'<button type="submit">{escape(form.submit)}</button>\n</form>\n'
        )
    return _document(page.title, page.text, "".join(rest), icon=page.favicon)
