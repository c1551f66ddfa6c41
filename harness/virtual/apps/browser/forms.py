"""What a form sends (WHATWG HTML, form submission): method, address, media type and body."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit, urlunsplit

from harness.virtual.apps.browser.pages import Submit


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to make; `kind` is the media type of the body, "" without one."""

    method: str
    url: str
    kind: str = ""
    body: bytes = b""


def submission(submit: Submit) -> Submission:
    """What a tap on a submit button sends."""
    form = submit.form
    pairs = [*form.fields, *submit.own]
    if form.method == "get":
        parts = urlsplit(form.action)
        return Submission("GET", urlunsplit(parts._replace(query=_urlencoded(pairs), fragment="")))
    if form.enctype == "multipart/form-data":
        boundary = "----WebKitFormBoundary" + secrets.token_urlsafe(12).replace("-", "A").replace("_", "B")
        kind = f"multipart/form-data; boundary={boundary}"
        return Submission("POST", form.action, kind, _multipart(pairs, boundary))
    if form.enctype == "text/plain":
        lines = "".join(f"{name}={value}\r\n" for name, value in pairs)
        return Submission("POST", form.action, "text/plain", lines.encode("utf-8", "replace"))
    kind = "application/x-www-form-urlencoded"
    return Submission("POST", form.action, kind, _urlencoded(pairs).encode("ascii"))


def _urlencoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(
        f"{quote_plus(name, safe='*', errors='replace')}={quote_plus(value, safe='*', errors='replace')}"
        for name, value in pairs
    )


def _multipart(pairs: list[tuple[str, str]], boundary: str) -> bytes:
    body = bytearray()
    for name, value in pairs:
        quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{quoted}"\r\n\r\n'
        body += f"{head}{value}\r\n".encode("utf-8", "replace")
    return bytes(body) + f"--{boundary}--\r\n".encode("ascii")
