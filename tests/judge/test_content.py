from __future__ import annotations

import pytest

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import insert, of_collecting
from tests.judge.honest import GMS, MI, MINT, SHELL, STATISTICS, UIDS, told
from tests.judge.stored import Desk, token

CONTENT = ("INC-04",)
QUIET = frozenset()


def leaking(uid: int | None, host: str, *, arm_of=of_collecting, target: str = "/x?u={}") -> Desk:
    """An otherwise silent phone that sends the title of a page visited in incognito mode somewhere."""
    desk = told(claims=CONTENT, incognito_uploads=QUIET).copy()
    title = token("visit", arm_of(desk), 1, "title")

    def act(desk: Desk) -> None:
        conn = desk.connect(uid, host)
        desk.send(conn, host, target.format(title))
        desk.close(conn)

    insert(desk, act, arm_of(desk))
    return desk


def test_content_that_stays_holds(judge):
    found = judge(told(claims=CONTENT, incognito_uploads=QUIET).copy(), "INC-04.content")
    assert (found.outcome, found.n) == (Outcome.HOLDS, 6)


def test_content_in_usage_statistics_violates(judge):
    found = judge(told(claims=CONTENT), "INC-04.content")
    assert found.outcome is Outcome.VIOLATED
    (first, *_) = found.witnesses
    assert first.first.path[-3:-1] == ("base64", "gzip")
    assert all(item.excluded_by for item in found.alternatives)


@pytest.mark.parametrize(
    ("uid", "host", "outcome", "reason"),
    [
        (UIDS[MI], STATISTICS, Outcome.VIOLATED, None),
        (None, STATISTICS, Outcome.VIOLATED, None),
        (GMS, STATISTICS, Outcome.UNPROVEN, "content-by-foreign-app"),
        (UIDS[MI], "graph.facebook.com", Outcome.VIOLATED, None),
        (None, "graph.facebook.com", Outcome.UNPROVEN, "unexplained-upload"),
        (UIDS[MI], "unlisted.example", Outcome.UNPROVEN, "unknown-controller"),
        (SHELL, STATISTICS, Outcome.VIOLATED, None),
    ],
)
def test_content_elsewhere_convicts_by_sender_and_receiver(uid, host, outcome, reason, judge):
    found = judge(leaking(uid, host), "INC-04.content")
    assert found.outcome is outcome, found.because
    assert reason is None or reason in ids(found)


def test_the_broad_reading_alone_violates_nothing(judge):
    found = judge(told(apps=(MINT, MI), claims=CONTENT).copy(), "INC-04.content", MINT)
    assert found.outcome is Outcome.UNPROVEN
    assert "broad-reading-only" in ids(found)
    assert found.witnesses


def test_a_canary_that_comes_back_is_no_absence(judge):
    desk = told(claims=CONTENT, incognito_uploads=QUIET).copy()
    title = token("visit", of_collecting(desk), 1, "title")

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], STATISTICS)
        desk.send(conn, STATISTICS, "/config/Android.conf", answer=title.encode())
        desk.close(conn)

    insert(desk, act, of_collecting(desk))
    found = judge(desk, "INC-04.content")
    assert found.outcome is Outcome.UNPROVEN
    assert "came-back" in ids(found)


def test_a_referer_convicts_nobody_alone(judge):
    desk = told(claims=CONTENT, incognito_uploads=QUIET).copy()
    host = token("visit", of_collecting(desk), 1, "host")

    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], STATISTICS)
        desk.send(conn, STATISTICS, "/config/x", headers=(("Referer", f"https://{host}.claims.test/"),))
        desk.close(conn)

    insert(desk, act, of_collecting(desk))
    found = judge(desk, "INC-04.content")
    assert found.outcome is Outcome.UNPROVEN
    assert "never-alone" in ids(found)


def test_a_host_of_the_act_may_have_only_what_the_act_gives_it(judge):
    """The page's title goes back to its page, in a way that no act of the arm takes."""
    desk = told(claims=CONTENT, incognito_uploads=QUIET).copy()
    host = token("visit", of_collecting(desk), 1, "host")
    title = token("visit", of_collecting(desk), 1, "title")

    def act(desk: Desk) -> None:
        page = f"{host}.claims.test"
        conn = desk.connect(UIDS[MI], page)
        desk.send(conn, page, "/collect", body=f"read={title}".encode())
        desk.close(conn)

    insert(desk, act, of_collecting(desk))
    found = judge(desk, "INC-04.content")
    assert found.outcome is Outcome.UNPROVEN
    assert "beyond-role" in ids(found)
