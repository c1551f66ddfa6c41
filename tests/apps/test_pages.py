from harness.apps.app import App
from harness.apps.mi_browser import MiBrowser
from harness.apps.pages import ShowsPages


def test_a_browser_shows_pages_and_an_app_as_such_does_not():
    assert issubclass(MiBrowser, ShowsPages)
    assert not issubclass(App, ShowsPages)
