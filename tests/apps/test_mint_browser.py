from harness.apps.mint_browser import MintBrowser


def test_it_is_the_small_package():
    assert MintBrowser.package == "com.mi.globalbrowser.mini"
    assert MintBrowser(None, None).id("url") == "com.mi.globalbrowser.mini:id/url"
