import pytest

from harness.apps.browser.page import Page, added_rows, same_address


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ("https://a.claims.test/p?q=1#f", True),
        ("a.claims.test/p?q=1#f", True),
        ("https://a.claims.test/p?q=1#f/", True),
        ("https://a.claims.test/p?q=1", False),
        ("https://b.claims.test/p?q=1#f", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_an_address_is_the_same_with_or_without_its_scheme(shown, same):
    assert same_address(shown, "https://a.claims.test/p?q=1#f") is same


def test_the_browsers_own_error_page_is_told_from_a_page():
    assert Page("x", ("This site can't be reached", "ERR_NAME_NOT_RESOLVED")).error == "ERR_NAME_NOT_RESOLVED"
    assert Page("x", ("net::ERR_CERT_AUTHORITY_INVALID",)).error == "ERR_CERT_AUTHORITY_INVALID"
    assert Page("x", ("How to read ERR_NAME_NOT_RESOLVED", "x")).error is None


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ((), (), ()),
        ((), ("a",), ("a",)),
        (("a",), ("a",), ()),
        (("a",), ("b", "a"), ("b",)),
        (("a", "b", "c"), ("d", "a", "b"), ("d",)),
        (("a",), ("a", "a"), ("a",)),
        (("a", "b"), ("x", "y"), ("x", "y")),
        (("a", "b"), ("a",), ()),
    ],
)
def test_added_rows_are_those_above_the_old_ones(before, after, added):
    assert added_rows(before, after) == added
