from __future__ import annotations

import pytest

from harness.ledger.versions import version_key, within


def test_versions_are_compared_by_their_numbers():
    assert version_key("12.1.4-g") == version_key("v12.1.4") == version_key("12.1.4.0") == (12, 1, 4)
    assert version_key("3.10") > version_key("3.9.9")
    assert version_key("20.12.16 (120400-306758586)") == (20, 12, 16)


@pytest.mark.parametrize("version", ["", "beta", "-1", "1..2", "1.", "1.2.", "9" * 50, "１.2"])
def test_a_version_that_cannot_be_compared_is_refused(version):
    with pytest.raises(ValueError, match="wanted a version"):
        version_key(version)


def test_a_range_includes_its_first_and_excludes_its_last_version():
    assert within("12.1.4", "12.1.4", "13")
    assert within("12.1.4", None, None)
    assert not within("12.1.3-g", "12.1.4", None)
    assert not within("13.0", None, "13")
