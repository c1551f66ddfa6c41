from __future__ import annotations

import pytest

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import insert, of_collecting
from tests.judge.honest import ANALYTICS, GMS, MI, STATISTICS, UIDS, Story, Teller, told
from tests.judge.stored import Desk, token

CLAIMS = ("ENC-01", "ENC-02", "ENC-03", "INC-03")


def desk_of(**more) -> Desk:
    return told(claims=CLAIMS, incognito_uploads=frozenset(), **more).copy()


def clear(uid: int | None, host: str = STATISTICS, *, scheme: str = "http", body: bytes = b"x=1") -> Desk:
    desk = desk_of()

    def act(desk: Desk) -> None:
        conn = desk.connect(uid, host, tls=False)
        desk.send(
            conn, host, "/config/x", body, scheme=scheme, kind="websocket" if scheme == "ws" else "http"
        )
        desk.close(conn)

    insert(desk, act, of_collecting(desk))
    return desk


@pytest.mark.parametrize(
    ("proposition", "uid", "host", "violated", "doubtful"),
    [
        ("ENC-01.https", UIDS[MI], STATISTICS, True, False),
        ("ENC-01.https", None, STATISTICS, False, True),
        ("ENC-01.https", ANALYTICS, STATISTICS, False, False),
        ("ENC-01.https", GMS, STATISTICS, False, False),
        ("ENC-01.https", UIDS[MI], "graph.facebook.com", False, True),
        ("ENC-01.https", UIDS[MI], "unlisted.example", False, True),
        ("ENC-02.channel", ANALYTICS, STATISTICS, True, False),
        ("ENC-02.channel", None, STATISTICS, False, True),
        ("ENC-02.channel", GMS, STATISTICS, False, False),
    ],
)
def test_a_body_in_clear_convicts_by_sender_and_receiver(proposition, uid, host, violated, doubtful, judge):
    found = judge(clear(uid, host), proposition)
    assert (found.outcome is Outcome.VIOLATED) is violated, found.because
    assert ("cleartext-doubtful" in ids(found)) is doubtful


def test_a_websocket_without_tls_is_clear(judge):
    assert judge(clear(UIDS[MI], scheme="ws"), "ENC-01.https").outcome is Outcome.VIOLATED


def test_a_request_without_a_body_is_an_observation(judge):
    found = judge(clear(UIDS[MI], body=b""), "ENC-01.https")
    assert found.outcome is not Outcome.VIOLATED
    assert any("http without body" in text for text in found.observations)


def test_content_in_clear_violates(judge):
    desk = desk_of()
    title = token("visit", of_collecting(desk), 1, "title")

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], STATISTICS, tls=False)
        desk.send(conn, STATISTICS, f"/config/x?u={title}", scheme="http")
        desk.close(conn)

    insert(desk, act, of_collecting(desk))
    found = judge(desk, "ENC-01.https")
    assert found.outcome is Outcome.VIOLATED
    assert found.witnesses[0].detail == "readable by anybody on the way"


def test_versions_behind_a_proxy_are_offers_and_no_verdict(judge):
    found = judge(desk_of(), "ENC-01.tls")
    assert (found.outcome, ids(found)) == (Outcome.UNPROVEN, {"intercepted"})
    assert any("TLSv1.3, TLSv1.2" in text for text in found.observations)


def test_a_payload_that_public_tools_undo_is_encoded_and_not_encrypted(judge):
    found = judge(desk_of(), "ENC-03.payload")
    assert found.outcome is Outcome.VIOLATED
    assert "base64 > gzip" in found.witnesses[0].detail


@pytest.mark.parametrize(("scheme", "violated"), [("http", True), ("https", False)])
def test_an_upload_outside_tls_violates_the_channel(scheme, violated, judge):
    desk = desk_of()

    def act(desk: Desk) -> None:
        teller = Teller(Story())
        teller.desk = desk
        event = {"name": "view", "time": desk.phone_ms, "properties": {}}
        name = teller.upload(MI, [event], "x" * 20)
        for line in desk.find("exchanges", id=name, event="sent"):
            line["scheme"] = scheme

    insert(desk, act, of_collecting(desk))
    assert (judge(desk, "ENC-03.channel").outcome is Outcome.VIOLATED) is violated


def test_a_claim_about_statistics_is_not_violated_by_advertising(judge):
    """In clear to another service of the vendor: this one is unproven, the wider one violated."""
    desk = clear(UIDS[MI], "globalapi.ad.xiaomi.com")
    narrow, wide = judge(desk, "ENC-01.https"), judge(desk, "ENC-02.channel")
    assert (narrow.outcome, wide.outcome) == (Outcome.UNPROVEN, Outcome.VIOLATED)
    assert "cleartext-doubtful" in ids(narrow)
