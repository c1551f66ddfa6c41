from __future__ import annotations

import pytest

from harness.judge.places import Places
from harness.judge.requests import Requests
from harness.model.destination import ActRole, Controller
from harness.model.message import Direction
from tests.judge.records import destination, message, outbound, session

SESSION = session("s", 0, 100)


def requests() -> Requests:
    return Requests(Places((), (SESSION,)))


def test_messages_in_clear_are_kept_by_host_and_whether_they_have_a_body():
    found = requests()
    for scheme, body in (("http", b""), ("http", b"x"), ("http", b"yy"), ("https", b"x"), ("ws", b"")):
        found.clear(outbound(message=message(scheme=scheme, body=body)))
    found.clear(outbound(answered_by="canary", message=message(scheme="http", host="b.test")))
    neutral = destination("n.test", ActRole.NETWORK_SERVICE, Controller.THIRD_PARTY, neutral=True)
    found.clear(outbound(neutral, message=message(scheme="http", host="n.test")))
    assert [item.body_bytes for item in found.cleartext] == [0, 1]


QUIET = destination(purposes=(("/feed/", "feed"),))


@pytest.mark.parametrize(
    ("to", "target", "accounted"),
    [
        (destination(), b"/x", False),
        (QUIET, b"/feed/v1?x", True),
        (QUIET, b"/other", False),
        (destination(role=ActRole.ADDRESSED_PAGE), b"/x", True),
        (destination(controller=Controller.UNKNOWN), b"/x", False),
        (destination(role=ActRole.NETWORK_SERVICE, controller=Controller.UNKNOWN), b"/x", False),
    ],
)
def test_what_has_neither_role_nor_purpose_is_unexplained(to, target, accounted):
    found = requests()
    found.account(outbound(to, message=message(target=target, body=b"")))
    assert (found.unexplained == ()) is accounted


def test_what_tells_something_is_unexplained_however_its_path_is_called():
    found = requests()
    found.account(outbound(QUIET, message=message(target=b"/feed/v1", body=b"{}")))
    (one,) = found.unexplained
    assert one.destination == QUIET


def test_unexplained_messages_are_counted_with_their_moments():
    found = requests()
    for time in (5, 50):
        found.account(outbound(message=message(time_us=time)))
    (one,) = found.unexplained
    assert (one.count, one.moments.within(40, 60), one.moments.within(10, 40)) == (2, True, False)


def test_a_configuration_is_kept_by_its_digest_and_session():
    to = destination(purposes=(("/config/", "configuration"),))
    asked = outbound(to, message=message(target=b"/config/a?v=0"))
    found = requests()
    for body, status, time in ((b"one", 200, 5), (b"two", 200, 6), (b"two", 200, 500), (b"lost", None, 5)):
        answer = message(direction=Direction.IN, body=body, status=status, time_us=time)
        found.answered(answer, asked)
    found.answered(message(direction=Direction.IN, status=200), outbound(to))
    sizes = {key: len(digests) for key, digests in found.configurations.items()}
    assert sizes == {(10123, "a.test/config/a", SESSION.id): 2, (10123, "a.test/config/a", ""): 1}
