"""The run on which INC-03.silent holds, and the same run with one thing missing or damaged."""

from __future__ import annotations

import pytest

from harness.model.judgement import Outcome
from harness.ruling.final import judge_stored
from tests.judge.damage import DAMAGES, UPLOADS, opaque, silent_arm, silent_blank, upload_in
from tests.judge.honest import GMS, MI, MINT, STATISTICS, honest, told


def test_the_honest_run_holds_on_both_browsers(judge):
    desk = honest(MI, MINT)
    for app in (MI, MINT):
        found = judge(desk, app=app)
        assert (found.outcome, found.reasons) == (Outcome.HOLDS, ())
        assert found.n == 3
        assert found.labels == ("screening", "instrumented only")
        assert found.sensitivity.sent == found.sensitivity.found > 0
        assert {state.name for state in found.controls} >= {"path-nonce:start", "recorder-alive", "spikes"}


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGES)
def test_a_run_with_one_thing_missing_is_unproven(name, judge):
    damage, reason = DAMAGES[name]
    desk = honest()
    damage(desk)
    found = judge(desk)
    assert found.outcome is Outcome.UNPROVEN
    assert reason in {item.id for item in found.reasons}, [item.id for item in found.reasons]


@pytest.mark.parametrize("uid", [GMS, None])
def test_what_a_foreign_app_hides_is_out_of_scope(uid, judge):
    """Nobody known: the counters of everybody in scope are explained without it, and it is large."""
    desk = honest()
    opaque(uid)(desk)
    found = judge(desk)
    assert found.outcome is Outcome.HOLDS
    assert any("opaque.example" in text for text in found.coverage.gaps_out_of_scope)


def test_uploads_in_both_positions_violate(judge):
    found = judge(told(incognito_uploads=frozenset({"collecting", "silent"})))
    assert found.outcome is Outcome.VIOLATED
    assert {witness.app_by for witness in found.witnesses} == {"socket"}
    assert {witness.destination for witness in found.witnesses} == {STATISTICS}


@pytest.mark.parametrize(
    ("story_of", "reason"),
    [
        ({"incognito_uploads": frozenset({"silent"})}, "polarity-reversed"),
        ({"incognito_uploads": frozenset()}, "silent-channel"),
        ({"normal_uploads": False}, "silent-channel"),
        ({"counts": (("visit", 1), ("search", 0), ("news", 0))}, "n-too-small"),
        ({"config": (("silent", b'{"v":2}'),)}, "configuration-changed"),
        ({"window_s": 1400}, "window-short"),
    ],
)
def test_a_phone_that_shows_too_little_is_unproven(story_of, reason, judge):
    found = judge(told(**story_of))
    assert found.outcome is Outcome.UNPROVEN
    assert reason in {item.id for item in found.reasons}


def test_a_line_cut_off_at_the_end_is_a_fault(judge, tmp_path):
    for file in ("exchanges", "timeline", "sockets", "counters"):
        folder = honest().write(tmp_path / file)
        path = folder / "data" / f"{file}.jsonl"
        path.write_bytes(path.read_bytes() + b'{"seq":99999,"t":"20')
        found = {item.proposition: item for item in judge_stored(folder) if item.app == MI}
        assert found["INC-03.silent"].outcome is Outcome.UNPROVEN, file
        assert "fault" in {reason.id for reason in found["INC-03.silent"].reasons}


@pytest.mark.parametrize("name", UPLOADS)
def test_an_upload_of_the_silent_position(name, judge):
    damage, outcome, reason = UPLOADS[name]
    desk = honest()
    damage(desk)
    found = judge(desk)
    assert found.outcome is outcome, found.because
    assert reason is None or reason in {item.id for item in found.reasons}


def test_what_the_blank_arm_also_shows_convicts_nobody(judge):
    desk = honest()
    upload_in(silent_arm)(desk)
    upload_in(silent_blank)(desk)
    assert judge(desk).outcome is Outcome.UNPROVEN
