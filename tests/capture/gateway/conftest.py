"""A recorder on the userland wire, shared by the tests of a module."""

from __future__ import annotations

import time

import pytest


@pytest.fixture(scope="module")
def running(start):
    return start(network="wire")


@pytest.fixture
def gateway(running):
    """The recorder and what is recorded during this test: flows of earlier ones have ended by then."""
    recorder, whole = running
    end = time.monotonic() + 5
    while time.monotonic() < end:
        events = whole.events()
        opened = {event.conn for event in events if event.event == "flow-opened"}
        if opened == {event.conn for event in events if event.event == "flow-closed"}:
            break
        time.sleep(0.01)
    return recorder, type(whole)(whole.run, events[-1].sequence if events else 0)
