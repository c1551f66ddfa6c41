"""The browser in front of a real server on this machine."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

import pytest

BROWSER = "com.mi.globalbrowser"
MINT = "com.mi.globalbrowser.mini"
ACTIVITY = "com.android.browser.BrowserActivity"
SETTINGS = "com.android.browser.BrowserSettingsActivity"
NAMES = ("pages.test", "images.test")


class Site:
    """Serves what `pages` holds by path, and keeps every request."""

    def __init__(self):
        self.pages = {}
        self.requests = []

    async def start(self, here):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        peer = self.server.sockets[0].getsockname()
        here.phone.zone["peers"]["http"] = peer
        for name in NAMES:
            here.phone.zone["hosts"][name] = {"address": "192.0.2.77", "tls": [], "tcp": [80], "udp": []}

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rows = head.strip().split("\r\n")
                headers = {row.partition(":")[0].lower(): row.partition(":")[2].strip() for row in rows}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method, path, _ = line.split(" ")
                self.requests.append((method, headers["host"] + path, headers, body))
                more, page = self.pages.get(path.partition("?")[0], ("HTTP/1.1 404 N\r\n", b""))
                writer.write(f"{more}Content-Length: {len(page)}\r\n\r\n".encode() + page)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def put(self, path, html, head="HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"):
        self.pages[path] = (head, html.encode())

    def paths(self):
        return [f"{method} {path}" for method, path, _, _ in self.requests]


@pytest.fixture
def browse(scene):
    """Runs an act with the browser open and consented; names resolve without a query."""

    def run(act, package=BROWSER, **options):
        site = Site()

        async def whole(here):
            await site.start(here)
            resolve = here.cloud.zone.hosts
            example = resolve["www.example.com"]
            for name in NAMES:
                resolve[name] = example
            await here.boot()
            await here.open(package)
            return await act(here, site)

        return scene(whole, **options)

    return run


def test_a_page_is_fetched_with_what_belongs_to_it_and_honest_headers(browse):
    async def act(here, site):
        site.put(
            "/page",
            "<title>Tï</title><p>Words</p><img src='http://images.test/1.png'><img src=/2.png alt=two>",
        )
        await here.type("http://pages.test/page?q=1#frag")
        return here.texts(), here.node("address").text, site

    texts, address, site = browse(act)

    assert site.paths() == [
        "GET pages.test/page?q=1",
        "GET images.test/1.png",
        "GET pages.test/2.png",
        "GET pages.test/favicon.ico",
    ]
    assert {"Tï", "Words", "two"} <= set(texts)
    assert address == "http://pages.test/page?q=1#frag"
    headers = site.requests[0][2]
    assert headers["user-agent"].startswith("Mozilla/5.0 (Linux; U; Android 9; en-gb; Redmi Note 8 Build/")
    assert headers["connection"] == "keep-alive"
    assert headers["accept-language"] == "en-GB,en;q=0.9"
    assert "referer" not in headers
    assert site.requests[1][2]["referer"] == "http://pages.test/"


def test_redirects_are_followed_and_a_post_becomes_a_get(browse):
    async def act(here, site):
        site.put(
            "/f", "<form method=post action=/go><input name=a value=b><input type=submit value=Send></form>"
        )
        site.put("/go", "", "HTTP/1.1 302 Found\r\nLocation: /end#there\r\n")
        site.put("/end", "<p>End</p>")
        await here.type("pages.test/f")
        await here.tap(text="Send")
        await here.until(lambda: "End" in here.texts())
        return here.node("address").text, site

    address, site = browse(act)

    assert address == "http://pages.test/end#there"
    assert [path for path in site.paths() if "favicon" not in path] == [
        "GET pages.test/f",
        "POST pages.test/go",
        "GET pages.test/end",
    ]
    assert site.requests[2][3] == b"a=b"
    assert site.requests[2][2]["origin"] == "http://pages.test"


def test_redirects_without_end_are_an_error_page(browse):
    async def act(here, site):
        site.put("/loop", "", "HTTP/1.1 301 Moved\r\nLocation: /loop\r\n")
        await here.type("http://pages.test/loop")
        return here.texts()

    assert "This page isn't working" in browse(act)


@pytest.mark.parametrize(
    "enctype", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
)
def test_a_hidden_field_of_1_mib_uploads_1_mib(browse, enctype):
    value = "x" * 1024 * 1024

    async def act(here, site):
        site.put(
            "/f",
            f"<form method=post enctype='{enctype}' action=/up><input type=hidden name=v value='{value}'>"
            "<input type=submit value=Upload></form>",
        )
        await here.type("http://pages.test/f")
        before = here.counted(10123)[0]
        await here.tap(text="Upload")
        await here.until(lambda: "POST pages.test/up" in site.paths())
        return here.counted(10123)[0] - before, site

    sent, site = browse(act)

    (body,) = [body for method, _, _, body in site.requests if method == "POST"]
    assert value.encode() in body
    segments = -(-len(body) // 1448)
    assert len(body) + 52 * segments <= sent < len(body) + 52 * segments + 1500


def test_a_link_is_followed_by_a_tap(browse):
    async def act(here, site):
        site.put("/a", "<meta name=referrer content=no-referrer><a href=/b?x=1>Next</a>")
        site.put("/b", "<title>Bee</title>")
        await here.type("http://pages.test/a")
        await here.tap(text="Next")
        await here.until(lambda: "Bee" in here.texts())
        return site

    site = browse(act)
    assert "GET pages.test/b?x=1" in site.paths()
    assert all("referer" not in headers for _, _, headers, _ in site.requests)


def test_words_are_searched_on_the_engine_that_is_set(browse):
    async def act(here, site):
        await here.tap("action_my")
        await here.tap("menu_settings")
        await here.tap(text="Search engine")
        assert here.node("android:id/text1", "Google").checked
        await here.tap(text="DuckDuckGo")
        assert "DuckDuckGo" in here.texts()
        await here.device.windows.key("back")
        await here.device.windows.key("back")
        await here.type("red kite")
        return here.texts(), here

    texts, here = browse(act)

    assert "red kite - DuckDuckGo" in texts
    (row, *_) = [row for row in here.arrivals if row["host"] == "duckduckgo.com"]
    assert parse_qs(row["target"].partition("?")[2]) == {"q": ["red kite"]}


def test_incognito_shows_its_mark_and_leaves_no_history(browse):
    async def act(here, site):
        site.put("/one", "<title>One</title>")
        site.put("/two", "<title>Two</title>")
        await here.type("http://pages.test/one")
        await here.incognito()
        marked = here.node("incognito_marker")
        await here.type("http://pages.test/two")
        await here.tap("action_my")
        checked = here.node("menu_incognito").checked
        await here.tap("menu_history")
        return marked, checked, here.texts()

    marked, checked, texts = browse(act)

    assert marked.text == "You're in incognito mode"
    assert checked
    assert "One" in texts
    assert "Two" not in texts


def test_a_killed_browser_comes_back_in_normal_mode(browse):
    async def act(here, site):
        await here.incognito()
        await here.device.stop_app(BROWSER)
        await here.open()
        return here.node("incognito_marker")

    assert browse(act) is None


@pytest.mark.parametrize(
    ("package", "checked", "words"),
    [(BROWSER, False, "are not collected in incognito"), (MINT, True, "are collected in incognito")],
)
def test_the_switch_of_may_2020_stands_on_collecting_and_says_what_it_does(browse, package, checked, words):
    async def act(here, site):
        await here.open(package, SETTINGS)
        await here.tap(text="Privacy and security")
        titles = here.texts()
        before = here.node("android:id/switch_widget")
        summary = here.node("android:id/summary").text
        await here.tap(text="Enhanced incognito mode")
        return titles, before, summary, here.node("android:id/switch_widget").checked

    titles, before, summary, after = browse(act, package=package, like="as-updated-2020-05")

    assert "Enhanced incognito mode" in titles
    assert (before.checked, after) == (checked, not checked)
    assert words in summary


def test_before_that_version_there_is_no_switch_and_the_other_one_has_no_text(browse):
    async def act(here, site):
        await here.open(BROWSER, SETTINGS)
        await here.tap(text="Privacy and security")
        return here.texts(), here.node("android:id/switch_widget")

    texts, switch = browse(act)

    assert "Enhanced incognito mode" not in texts
    assert (switch.text, switch.desc) == ("", "Personalized services")


def test_the_first_run_asks_and_sends_nothing_before_the_answer(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(BROWSER, ACTIVITY, "https://news.example.com/x")
        await asyncio.sleep(0.3)
        silent = list(here.arrivals)
        title = here.node("title").text
        await here.tap("agree")
        await here.until(lambda: here.node("address") and not here.node("loading"))
        return silent, title, here.node("address").text

    shipped = ("feed-request", "sensors-config", "sensors-as-reported", "ad-keyword-list")
    silent, title, address = scene(act, behaviours=shipped)

    assert silent == []
    assert title == "Welcome to Mi Browser"
    assert address == "https://news.example.com/x"


def test_exit_leads_to_the_launcher(scene):
    async def act(here):
        await here.boot()
        await here.device.windows.open(MINT, ACTIVITY, None)
        title = here.node("title").text
        await here.tap("disagree")
        return title, here.phone.foreground

    assert scene(act) == ("Welcome to Mint Browser", "com.miui.home")


def test_a_data_clear_brings_the_first_run_back(browse):
    async def act(here, site):
        await here.type("https://news.example.com/x")
        await here.device.clear_app(BROWSER)
        await here.device.windows.open(BROWSER, ACTIVITY, None)
        first = here.node("agree")
        await here.tap("agree")
        await here.tap("action_my")
        await here.tap("menu_history")
        return first, here.node("history_title")

    first, history = browse(act)

    assert first is not None
    assert history is None


def test_the_feed_is_read_in_both_modes_and_opens_its_pages(browse):
    async def act(here, site):
        await here.until(lambda: here.node("feed_title"))
        await here.incognito()
        hidden = here.node("feed_title")
        await here.tap("action_news")
        await here.until(lambda: here.node("feed_title"))
        title = here.node("feed_title").text
        await here.tap("feed_title")
        await here.until(lambda: here.node("address") and not here.node("loading"))
        return hidden, title, here.texts()

    hidden, title, texts = browse(act, behaviours=("feed-request",))

    assert hidden is None
    assert title in texts


def test_tabs_are_listed_and_closed(browse):
    async def act(here, site):
        await here.type("https://news.example.com/a")
        await here.tap("action_tabs")
        await here.tap("nav_add")
        await here.type("https://sport.example.net/b")
        await here.tap("action_tabs")
        count = sum(node.resource_id.endswith("tab_title") for node in here.device.windows.current().walk())
        await here.tap("nav_close_all")
        await here.tap("android:id/button1")
        await here.tap("action_tabs")
        return count, here.node("tab_title").text

    assert browse(act) == (2, "Home")


def test_clear_data_in_the_settings_forgets_the_history(browse):
    async def act(here, site):
        await here.type("https://news.example.com/a")
        await here.tap("action_my")
        await here.tap("menu_history")
        before = here.node("history_title")
        await here.open(BROWSER, SETTINGS)
        await here.tap(text="Clear data")
        await here.tap("android:id/button1")
        await here.device.windows.key("back")
        await here.tap("menu_history")
        return before, here.node("history_title")

    before, after = browse(act)
    assert before is not None
    assert after is None


def test_a_refused_certificate_is_an_error_screen_and_no_visit(browse):
    async def act(here, site):
        for path in here.phone.trust_store_dir.glob("*"):
            path.unlink()
        await here.type("https://news.example.com/a")
        texts = here.texts()
        await here.tap("action_my")
        await here.tap("menu_history")
        return texts, here.node("history_title"), here.emissions

    texts, history, emissions = browse(act)

    assert "Your connection is not private" in texts
    assert history is None
    assert emissions[-1]["outcome"] == "refused-tls"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n", "Download not supported"),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n",
            "Download not supported",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=hex\r\n", "x"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", "x"),
        ("nonsense\r\n", "This page isn't working"),
    ],
)
def test_an_odd_answer_has_a_screen(browse, head, told):
    async def act(here, site):
        site.put("/odd", "x", head)
        await here.type("http://pages.test/odd")
        return here.texts()

    assert told in browse(act)


def test_an_unknown_host_cannot_be_reached(browse):
    async def act(here, site):
        await here.type("https://nowhere.claims.test/x")
        return here.texts()

    assert "ERR_NAME_NOT_RESOLVED" in browse(act)


def test_back_leads_home_and_then_out(browse):
    async def act(here, site):
        await here.type("https://news.example.com/a")
        await here.device.windows.key("back")
        home = here.node("search_hint")
        await here.device.windows.key("back")
        return home, here.phone.foreground

    home, foreground = browse(act)
    assert home is not None
    assert foreground == "com.miui.home"


def test_the_downloads_screen_says_that_there_are_none(browse):
    async def act(here, site):
        await here.tap("action_my")
        await here.tap("menu_downloads")
        return here.texts()

    assert "This phone does not download files" in browse(act)
