"""A browser of the vendor as a whole, on the virtual handset."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.apps.browser.app import Browser
from harness.apps.mi_browser import MiBrowser
from harness.apps.mint_browser import MintBrowser
from harness.device.setting import Proxy
from harness.model.errors import MeasurementLost


def test_both_browsers_have_the_same_acts_and_conditions():
    for kind in (MiBrowser, MintBrowser):
        assert (kind.acts, kind.conditions) == (Browser.acts, Browser.conditions)
    assert {act.id for act in Browser.acts} == {"visit", "search", "news"}
    assert {condition.name for condition in Browser.conditions} == {"mode", "switch"}


@pytest.mark.parametrize("kind", [MiBrowser, MintBrowser])
def test_a_browser_is_driven_from_first_run_to_the_background(fresh, kind):
    app = fresh(kind)
    assert not app.first_run()
    assert app.visit("https://www.example.com/").error is None
    assert "quiet+harbour" in app.search("quiet harbour").address
    with pytest.raises(MeasurementLost, match="ERR_"):
        app.visit("https://nowhere.invalid/")
    assert len(app.history()) == 2
    titles = app.news()
    assert app.tap_feed_item(1) == titles[1]
    assert app.background().package == "com.miui.home"
    assert app.foreground().package == app.package
    app.stop()


class Canary(BaseHTTPRequestHandler):
    """A proxy that answers every http address itself: a page with a form."""

    def do_GET(self):
        filler = "".join(f"<p>Line {number}</p>" for number in range(60))
        body = (
            f"<title>Page {self.path}</title>{filler}"
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


def test_a_form_of_a_page_is_sent_also_below_the_fold(bench, fresh):
    app = fresh(MiBrowser)
    with canary_proxy(bench[0]):
        app.open_page("http://h1.claims.test/first?q=1#part")
        assert app.page().address == "http://h1.claims.test/first?q=1#part"
        app.submit("Send it")
        assert app.page().address == "http://h1.claims.test/posted"
