from __future__ import annotations

from harness.capture.gateway.totals import Passed, Totals
from harness.model.wire import Routed


def test_flows_between_the_same_ends_are_added_up():
    totals = Totals()
    totals.add(Passed("udp", "10.0.0.2", "203.0.113.7", 53, 10, 20, 1, 2, read=True))
    totals.add(Passed("udp", "10.0.0.2", "203.0.113.7", 53, 5, 0, 1, 0, read=False))
    totals.add(Passed("tcp", "10.0.0.2", "203.0.113.7", 443, 7, 8, 0, 0, read=False))

    assert totals.result() == (
        Routed("tcp", "10.0.0.2", "203.0.113.7", 443, 1, 7, 8, 0, 0, 7),
        Routed("udp", "10.0.0.2", "203.0.113.7", 53, 2, 15, 20, 2, 2, 5),
    )
