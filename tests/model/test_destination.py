from __future__ import annotations

import pytest

from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination

SOURCE = Citation("somewhere", Confidence.PRIMARY, "2026-11-22")


def test_an_unknown_host_carries_no_facts():
    assert Destination("x", ActRole.NONE, Controller.UNKNOWN, None, None)
    with pytest.raises(ValueError, match="only a listed host"):
        Destination("x", ActRole.NONE, Controller.VENDOR, None, SOURCE)


def test_a_known_host_needs_a_source_and_a_neutral_one_its_role():
    with pytest.raises(ValueError, match="needs the source"):
        Destination("x", ActRole.NONE, Controller.VENDOR, None, None, pattern="x")
    with pytest.raises(ValueError, match="only a network service is neutral"):
        Destination("x", ActRole.NONE, Controller.THIRD_PARTY, None, SOURCE, pattern="x", neutral=True)
    with pytest.raises(ValueError, match="its text and its date"):
        Citation("", Confidence.PRIMARY, "2026")
