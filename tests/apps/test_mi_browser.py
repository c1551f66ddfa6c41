from harness.apps.mi_browser import MiBrowser


def test_it_is_the_global_package():
    assert (MiBrowser.package, MiBrowser.activity) == (
        "com.mi.globalbrowser",
        "com.android.browser.BrowserActivity",
    )
