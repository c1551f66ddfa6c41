from __future__ import annotations

from harness.decode import BUILT_IN
from harness.judge.places import Places
from harness.judge.uploads import Uploads, public_steps
from harness.model.sighting import Leaf, ReportedEvent
from tests.judge.records import arm, arm_key, message, outbound, session

PATH = ("body", "form:data_list", "base64", "gzip", "json:[0]")
SESSION = session("s", 0, 100)


def uploads() -> Uploads:
    return Uploads(Places((arm("a", 10, 20), arm("b", 30, 40)), (SESSION,)), BUILT_IN)


def test_an_event_belongs_to_the_arm_of_its_own_time():
    found = uploads()
    for time in (35, 12, 39, 25, None):
        found.add(ReportedEvent("sensors", "view", time, PATH), outbound(message=message(time_us=38)))
    assert [(item.arm, item.count, item.timed, item.times_ms) for item in found.result()] == [
        (arm_key("b").id, 2, True, (35, 39)),
        (arm_key("a").id, 1, True, (12, 12)),
        (None, 2, False, (25, 25)),
    ]


def test_a_token_is_kept_by_field_and_session():
    found = uploads()
    for name, value in (("distinct_id", b"t1"), ("props.uuid", b"t1"), ("url", b"t2"), ("uuid", b"")):
        found.token(Leaf(("body", f"json:[0].{name}"), value), outbound())
    assert [(item.uid, item.field, item.value, item.session) for item in found.tokens] == [
        (10123, "distinct_id", "t1", SESSION.id),
        (10123, "uuid", "t1", SESSION.id),
    ]
    assert (found.tokens[1].exchange, found.tokens[1].path) == ("e1", ("body", "json:[0].props.uuid"))


def test_the_steps_that_undo_an_upload_are_named():
    assert public_steps(PATH) == ("base64", "gzip")
