"""Incognito, history and tabs from recorded screens; then all of it on the virtual handset."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.apps.mi_browser import MiBrowser
from harness.apps.mint import MintBrowser
from harness.apps.page import added_rows
from harness.apps.polarity import Position
from harness.device.adb_server import AdbServer
from harness.device.automation import PhoneDisplay
from harness.device.session import Device
from harness.device.setting import Proxy
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost

MENU = {
    ("home", "action_my"): "menu",
    ("incognito", "action_my"): "menu-incognito",
    ("menu", "menu_incognito"): "menu-incognito",
    ("menu-incognito", "menu_incognito"): "menu",
    ("menu", "key back"): "home",
    ("menu-incognito", "key back"): "incognito",
    ("menu", "menu_history"): "history",
    ("history", "key back"): "menu",
    ("history-empty", "key back"): "menu",
}


def browser(played, told, screen, moves):
    ui, display = played("mi_browser", screen, moves)
    return MiBrowser(told({}), ui), display


def test_incognito_is_entered_and_left_by_the_menu(played, told):
    app, display = browser(played, told, "home", MENU)
    app.open_incognito()
    assert app.is_incognito()
    app.open_incognito()
    assert display.done == ["action_my", "menu_incognito", "key back"]
    app.leave_incognito()
    assert not app.is_incognito()


def test_incognito_that_does_not_show_its_marker_is_not_incognito(played, told):
    moves = {**MENU, ("menu", "menu_incognito"): "menu"}
    with pytest.raises(MeasurementLost, match="found it unchanged"):
        browser(played, told, "home", moves)[0].open_incognito()


def test_history_is_read_and_left_again(played, told):
    app, display = browser(played, told, "home", MENU)
    assert app.history() != ()
    assert display.screen == "home"


def test_an_empty_history_is_read_only_from_its_own_screen(played, told):
    assert (
        browser(played, told, "home", {**MENU, ("menu", "menu_history"): "history-empty"})[0].history() == ()
    )
    for other in ("settings", "launcher/home"):
        with pytest.raises(MeasurementLost, match="history"):
            browser(played, told, "home", {**MENU, ("menu", "menu_history"): other})[0].history()


def test_tabs_are_closed_after_the_question(played, told):
    moves = {
        ("home", "action_tabs"): "tabs",
        ("tabs", "nav_close_all"): "tabs-confirm",
        ("tabs-confirm", "button1"): "home",
    }
    app, display = browser(played, told, "home", moves)
    app.close_tabs()
    assert display.done == ["action_tabs", "nav_close_all", "button1"]


@pytest.fixture(scope="module")
def bench(virtual_bench, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    with (
        virtual_bench.cloud(folder / "cloud") as cloud,
        virtual_bench.handset(folder / "phone", cloud, "127.0.1.183") as (_, ready),
        AdbServer.start() as server,
    ):
        device = Device.open(server.port, ready["adb"])
        display = PhoneDisplay(device)
        yield device, Ui(display)
        display.close()


@pytest.mark.parametrize("kind", [MiBrowser, MintBrowser])
def test_a_browser_of_the_virtual_handset_is_driven_from_first_run_to_the_switch(bench, kind):
    app = kind(*bench)
    app.clear()
    app.launch()
    assert app.first_run()
    app.decline()
    app.launch()
    app.accept()
    assert app.visit("https://www.example.com/").error is None
    assert "quiet+harbour" in app.search("quiet harbour").address
    with pytest.raises(MeasurementLost, match="ERR_"):
        app.visit("https://nowhere.invalid/")
    before = app.history()
    assert len(before) == 2
    titles = app.news()
    assert app.tap_feed_item(1) == titles[1]
    before = app.history()
    app.open_incognito()
    app.visit("https://www.example.com/?incognito")
    assert added_rows(before, app.history()) == ()
    assert app.is_incognito()
    app.leave_incognito()
    switch = app.switch()
    state = switch.read()
    assert state.exists
    for position in (state.silent_position, state.silent_position.other):
        assert switch.set(position).position is position
    assert switch.read().position in set(Position)
    app.leave_settings()
    app.close_tabs()
    assert app.background().package == "com.miui.home"
    assert app.foreground().package == app.package
    app.stop()


class Canary(BaseHTTPRequestHandler):
    """A proxy that answers every http address itself: a page with a link and two forms."""

    def do_GET(self):
        filler = "".join(f"<p>Line {number}</p>" for number in range(60))
        body = (
            f"<title>Page {self.path}</title><a href='/linked'>Read on</a>{filler}"
            "<form action='/posted' method='post'><input type='hidden' name='a' value='b'>"
            "<input type='submit' value='Send it'></form>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def canary_proxy(device):
    with ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Proxy().write(device, f"127.0.0.1:{server.server_port}")
        try:
            yield
        finally:
            Proxy().write(device, None)
            server.shutdown()


def test_links_and_forms_of_a_page_are_used_also_below_the_fold(bench):
    device, ui = bench
    app = MiBrowser(device, ui)
    app.clear()
    app.launch()
    app.accept()
    with canary_proxy(device):
        page = app.visit("http://h1.claims.test/first?q=1#part")
        assert page.address == "http://h1.claims.test/first?q=1#part"
        assert app.follow("Read on").address == "http://h1.claims.test/linked"
        assert app.submit("Send it").address == "http://h1.claims.test/posted"
