"""HTML as this browser understands it: text, links, images and forms; no script, no style."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from harness.virtual.net import addresses

MOST_ITEMS = 2000
LONGEST_TEXT = 20_000
_SILENT = {"script", "style", "template", "noscript", "svg", "head"}
_BREAKS = {
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "section",
    "article",
    "form",
    "hr",
}
_UNSENT = {"button", "reset", "file"}
_CHOSEN = {"checkbox", "radio"}
_METHODS = {"get", "post"}


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its absolute address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image with its absolute address; "" alt = decoration that no accessibility service sees."""

    src: str
    alt: str


@dataclass(slots=True)
class Form:
    """A form; `fields` are name and value in order."""

    action: str
    method: str
    enctype: str
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Submit:
    """A button that sends its form, with its own name and value where it has them."""

    text: str
    form: Form
    own: tuple[tuple[str, str], ...] = ()


Item = Text | Link | Image | Submit


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown: items in document order."""

    url: str
    title: str
    items: tuple[Item, ...]
    icon: str = ""
    referrer_policy: str = ""

    @property
    def images(self) -> list[str]:
        """The addresses of its images, each once."""
        return list(dict.fromkeys(item.src for item in self.items if isinstance(item, Image)))

    @property
    def text(self) -> str:
        """All its text."""
        return "\n".join(item.text for item in self.items if isinstance(item, Text))


def parse(html: str, url: str) -> Page:
    """The page that some HTML makes at an address.  Any text is a page."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    return reader.page()


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._url = url
        self._base = url
        self._items: list[Item] = []
        self._text: list[str] = []
        self._title: list[str] = []
        self._in_title = False
        self._silent = 0
        self._link = ""
        self._form: Form | None = None
        self._button: dict[str, str] | None = None
        self._area: str | None = None
        self._icon = ""
        self._policy = ""

    def page(self) -> Page:
        """What was read."""
        self._flush()
        title = " ".join("".join(self._title).split())
        return Page(self._url, title, tuple(self._items), self._icon, self._policy)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what opens; void elements are whole."""
        got = {name: value or "" for name, value in attrs}
        if tag in _BREAKS:
            self._flush()
        if tag == "title":
            self._in_title = True
        elif tag in _SILENT:
            self._silent += tag != "head"
        elif tag == "base" and got.get("href"):
            self._base = addresses.join(self._url, got["href"]) or self._base
        elif tag == "link" and "icon" in got.get("rel", "").lower().split():
            self._icon = addresses.join(self._base, got.get("href", ""))
        elif tag == "meta" and got.get("name", "").lower() == "referrer":
            self._policy = got.get("content", "").strip().lower()
        elif tag == "a" and "href" in got:
            self._flush()
            self._link = addresses.join(self._base, got["href"])
        elif tag == "img" and (src := addresses.join(self._base, got.get("src", ""))):
            self._flush()
            self._add(Image(src, got.get("alt", "")))
        else:
            self._open_form_part(tag, got)

    def _open_form_part(self, tag: str, got: dict[str, str]) -> None:
        if tag == "form":
            method = got.get("method", "").lower()
            action = addresses.join(self._base, got.get("action", "")) or self._url
            enctype = got.get("enctype", "").lower() or "application/x-www-form-urlencoded"
            self._form = Form(action, method if method in _METHODS else "get", enctype)
        elif tag == "button":
            self._flush()
            self._button = got
        elif tag == "textarea":
            self._flush()
            self._area = got.get("name", "")
        elif tag == "input" and self._form is not None:
            kind, name, value = got.get("type", "text").lower(), got.get("name", ""), got.get("value", "")
            if kind in {"submit", "image"}:
                own = ((name, value),) if name else ()
                self._add(Submit(value or "Submit", self._form, own))
            elif name and kind not in _UNSENT and (kind not in _CHOSEN or "checked" in got):
                self._form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        """Close what closes."""
        if tag == "title":
            self._in_title = False
        elif tag in _SILENT:
            self._silent = max(0, self._silent - (tag != "head"))
        elif tag == "a":
            self._flush()
            self._link = ""
        elif tag == "button" and self._button is not None:
            text = self._take()
            if self._form is not None and self._button.get("type", "submit").lower() == "submit":
                name = self._button.get("name", "")
                own = ((name, self._button.get("value", "")),) if name else ()
                self._add(Submit(text or "Submit", self._form, own))
            self._button = None
        elif tag == "textarea" and self._area is not None:
            text = "".join(self._text)
            self._text.clear()
            if self._form is not None and self._area:
                self._form.fields.append((self._area, text))
            self._area = None
        elif tag in _BREAKS:
            self._flush()
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        """Text belongs to the title, or to the line that is open."""
        if self._in_title:
            self._title.append(data)
        elif not self._silent:
            self._text.append(data)

    def _take(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        return text[:LONGEST_TEXT]

    def _flush(self) -> None:
        if self._button is not None or self._area is not None:
            return
        text = self._take()
        if self._link:
            self._add(Link(text or self._link, self._link))
        elif text:
            self._add(Text(text))

    def _add(self, item: Item) -> None:
        if len(self._items) < MOST_ITEMS:
            self._items.append(item)
