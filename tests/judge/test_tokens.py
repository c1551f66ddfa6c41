from __future__ import annotations

import pytest

from harness.model.judgement import Outcome
from tests.judge.cases import ids
from tests.judge.damage import insert, of_normal
from tests.judge.honest import MI, UIDS, told
from tests.judge.stored import Desk

CLAIMS = ("ANON-02", "INC-03")


def desk_of(**more) -> Desk:
    return told(claims=CLAIMS, **more).copy()


def test_a_token_in_the_statistics_is_present(judge):
    assert judge(desk_of(), "ANON-02.present").outcome is Outcome.HOLDS
    silent = judge(desk_of(normal_uploads=False, incognito_uploads=frozenset()), "ANON-02.present")
    assert (silent.outcome, silent.reasons[0].id) == (Outcome.UNPROVEN, "silent-channel")


def test_statistics_without_any_token_violate_it(judge):
    short = judge(desk_of(identity="short"), "ANON-02.present")
    assert short.outcome is Outcome.HOLDS, "a short token is a token"
    assert judge(desk_of(tokens=False), "ANON-02.present").outcome is Outcome.VIOLATED


def test_what_of_the_apps_could_not_be_read_may_hide_a_token(judge):
    desk = desk_of(tokens=False)

    def act(desk: Desk) -> None:
        desk.close(desk.connect(UIDS[MI], "opaque.example"))

    insert(desk, act, of_normal(desk))
    found = judge(desk, "ANON-02.present")
    assert (found.outcome, ids(found)) == (Outcome.UNPROVEN, {"gap-in-scope"})


@pytest.mark.parametrize(("renewed", "violated"), [(False, True), (True, False)])
def test_a_token_that_survives_a_clearing_is_not_renewed(renewed, violated, judge):
    found = judge(desk_of(renewed=renewed), "ANON-02.renewed")
    assert (found.outcome is Outcome.VIOLATED) is violated
    assert not violated or {item.form for witness in found.witnesses for item in witness.values} == {"plain"}


def test_randomness_is_not_shown_by_one_handset(judge):
    found = judge(desk_of(), "ANON-02.random")
    assert (found.outcome, ids(found)) == (Outcome.UNPROVEN, {"one-handset"})
    assert found.observations
