"""Fetching a page as a browser does: redirects, images, favicon, referrer, honest headers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag

from harness.virtual.apps.browser.forms import Submission
from harness.virtual.apps.browser.pages import Page, Text, parse
from harness.virtual.net import addresses
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import BadAnswer, NameNotFound, NetworkError, TlsRefused
from harness.virtual.net.messages import Headers, Request, Response
from harness.virtual.net.network import Network

MOST_REDIRECTS = 20
MOST_IMAGES = 200
_REDIRECTS = {301, 302, 303, 307, 308}
_KEEP_METHOD = {307, 308}
_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8"
_IMAGE = "image/webp,image/apng,image/*,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a navigation led to; `failed` = an error screen stands in the page's place."""

    page: Page
    failed: bool = False


class Engine:
    """The fetching half of one browser."""

    def __init__(self, network: Network, package: str, agent: str, language: str) -> None:
        self._network = network
        self._package = package
        self._agent = agent
        self._language = f"{language},{language.partition('-')[0]};q=0.9"
        self._icons: set[str] = set()

    async def load(self, submission: Submission, *, referrer: Page | None = None, event: str) -> Loaded:
        """Go to an address and fetch all that belongs to its page.  Every outcome is a page."""
        try:
            url, answer = await self._follow(submission, referrer, event)
        except NetworkError as error:
            return Loaded(error_page(submission.url, error), failed=True)
        except ValueError:
            return Loaded(_told(submission.url, "Invalid address", "ERR_INVALID_URL"), failed=True)
        page = _read(url, answer)
        if page is None:
            told = _told(url, "Download not supported", "This phone does not download files")
            return Loaded(told, failed=True)
        for src in page.images[:MOST_IMAGES]:
            await self._fetch(src, page, "image")
        await self._icon(page)
        return Loaded(page)

    def forget(self) -> None:
        """The caches are empty."""
        self._icons.clear()

    async def _follow(
        self, submission: Submission, referrer: Page | None, event: str
    ) -> tuple[str, Response]:
        url, method, body, kind = submission.url, submission.method, submission.body, submission.kind
        for _ in range(MOST_REDIRECTS):
            headers: Headers = (("Upgrade-Insecure-Requests", "1"), *self._headers(_PAGE, url, referrer))
            if kind:
                origin = _origin(referrer.url) if referrer else "null"
                headers = (("Content-Type", kind), ("Origin", origin), *headers)
            request = Request(method, addresses.parse(url), headers, body)
            answer = await self._network.request(
                self._package, request, Cause("browser", event, (url,)), agent=self._agent
            )
            place = answer.header("location")
            if answer.status not in _REDIRECTS or not place:
                return url, answer
            target = addresses.join(url, place)
            if not target:
                raise BadAnswer(f"a redirect to {place[:60]!r}")
            if not urldefrag(target).fragment and (fragment := urldefrag(url).fragment):
                target = f"{target}#{fragment}"
            url = target
            if answer.status not in _KEEP_METHOD and method != "GET":
                method, body, kind = "GET", b"", ""
        raise BadAnswer("too many redirects")

    async def _fetch(self, url: str, page: Page, event: str) -> None:
        """Fetch what belongs to a page; what fails leaves a hole in it and nothing else."""
        for _ in range(MOST_REDIRECTS):
            request = Request("GET", addresses.parse(url), self._headers(_IMAGE, url, page))
            try:
                answer = await self._network.request(
                    self._package, request, Cause("browser", event, (url,)), agent=self._agent
                )
            except NetworkError:
                return
            place = answer.header("location")
            if answer.status not in _REDIRECTS or not place:
                return
            url = addresses.join(url, place)
            if not url:
                return

    async def _icon(self, page: Page) -> None:
        """The favicon, once per site."""
        site = _origin(page.url)
        if site not in self._icons:
            self._icons.add(site)
            await self._fetch(page.icon or f"{site}/favicon.ico", page, "favicon")

    def _headers(self, accept: str, url: str, referrer: Page | None) -> Headers:
        rows = [
            ("User-Agent", self._agent),
            ("Accept", accept),
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept-Language", self._language),
        ]
        if told := referer(referrer, url):
            rows.append(("Referer", told))
        return tuple(rows)


def referer(page: Page | None, url: str) -> str:
    """What a request to `url` says of the page that it comes from (W3C Referrer Policy, its default)."""
    if page is None or not page.url.startswith("http") or page.referrer_policy in {"no-referrer", "never"}:
        return ""
    if page.url.startswith("https:") and not url.startswith("https:"):
        return ""
    if _origin(page.url) == _origin(url) and page.referrer_policy not in {"origin", "strict-origin"}:
        return urldefrag(page.url).url
    return "" if page.referrer_policy == "same-origin" else f"{_origin(page.url)}/"


def _origin(url: str) -> str:
    try:
        target = addresses.parse(url)
    except ValueError:
        return "null"
    return f"{target.scheme}://{target.authority}"


def _read(url: str, answer: Response) -> Page | None:
    """The page in an answer; None for what this browser would have to download."""
    kind, _, parameters = answer.header("content-type").partition(";")
    kind = kind.strip().lower()
    if answer.header("content-disposition").lower().startswith("attachment"):
        return None
    if not answer.body or kind.startswith("image/"):
        return Page(url, "", ())
    if not (kind.startswith("text/") or kind in {"", "application/json", "application/xhtml+xml"}):
        return None
    charset = parameters.lower().partition("charset=")[2].strip().strip('"') or "utf-8"
    try:
        text = answer.body.decode(charset, "replace")
    except (LookupError, UnicodeError):
        text = answer.body.decode("utf-8", "replace")
    page = parse(text, url) if "html" in kind else Page(url, "", (Text(text[:20_000]),))
    policy = answer.header("referrer-policy").lower() or page.referrer_policy
    return Page(url, page.title, page.items, page.icon, policy)


def error_page(url: str, error: NetworkError) -> Page:
    """The error screen for what went wrong."""
    if isinstance(error, TlsRefused):
        host = addresses.parse(url).host
        told = f"Attackers might be trying to steal your information from {host}"
        return _told(url, "Your connection is not private", told, "NET::ERR_CERT_AUTHORITY_INVALID")
    if isinstance(error, NameNotFound):
        return _told(url, "This site can't be reached", "ERR_NAME_NOT_RESOLVED")
    if isinstance(error, BadAnswer):
        return _told(url, "This page isn't working", "ERR_INVALID_RESPONSE")
    return _told(url, "This site can't be reached", "ERR_CONNECTION_FAILED", str(error))


def _told(url: str, title: str, *lines: str) -> Page:
    return Page(url, title, tuple(Text(line) for line in lines))
