"""Rules about the token by which usage statistics know an installation: there, renewed, random."""

from __future__ import annotations

from harness.judge import alternatives, coverage, reporting
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.findings import Token
from harness.judge.presence import judge_presence
from harness.judge.witnesses import of_token
from harness.ledger.contract import NoParameters
from harness.model.judgement import Alternative, Judgement, Reason
from harness.model.message import GapReason

SHOWN_MOST = 8
"""Tokens that a judgement shows; one is enough."""
SESSIONS_LEAST = 2
"""Before a clearing of the app's data, and after."""


def token_present(case: Case, _parameters: NoParameters) -> Judgement:
    """Rule `token-present`: usage statistics carry a token of their own."""
    found, uploads = _tokens(case), reporting.permissive(case)
    reasons = [] if found or uploads else [Reason("silent-channel", "no upload was read")]
    reasons += _opaque(case)
    witnesses = tuple(of_token(token) for token in found[:SHOWN_MOST])
    return judge_presence(case, witnesses, reasons, examined=uploads, what="a token in the uploads")


def token_renewed(case: Case, _parameters: NoParameters) -> Judgement:
    """Rule `token-renewed`: no token survives a clearing of the app's data."""
    found = _tokens(case)
    seen: dict[tuple[str, str], list[Token]] = {}
    for token in found:
        seen.setdefault((token.field, token.value), []).append(token)
    kept = [several for several in seen.values() if len({token.session for token in several}) > 1]
    needed, read = {arm.session for arm in case.arms}, {token.session for token in found}
    reasons = [Reason("token-missing", f"no token was read in {name}") for name in sorted(needed - read)]
    if len(needed) < SESSIONS_LEAST:
        reasons.insert(0, Reason("arm-missing", "one session only: nothing was cleared in between"))
    return judge_absence(
        case,
        case.arms,
        tuple(of_token(token) for several in kept for token in several),
        n=case.acts_done(case.arms),
        permissive_uploads=reporting.permissive(case),
        alternatives=(
            Alternative("resent events of before", "each session starts from cleared app data, read back"),
            alternatives.sync(case, "the same account"),
            Alternative("chance", "a token of 16 or more characters"),
            Alternative("harness artefact", "the bench writes no token"),
        ),
        reasons=reasons,
        what="token that survives a clearing of app data",
    )


def token_random(case: Case, _parameters: NoParameters) -> Judgement:
    """Rule `token-random`: that the token was drawn at random cannot be seen on one handset (method §7)."""
    found = _tokens(case)
    return judge_presence(
        case,
        (),
        [Reason("one-handset", "whether a token is random takes two handsets of one build, and resets")],
        examined=len(found),
        what="a random token",
        observations=tuple(f"{token.field} = {token.value} in {token.session}" for token in found),
    )


def _tokens(case: Case) -> list[Token]:
    """Tokens of the app's uploads in the sessions of the part, in the order of field, value and session."""
    sessions = {arm.session for arm in case.arms}
    found = [token for token in case.reading.tokens if case.ours(token.uid) and token.session in sessions]
    return sorted(found, key=lambda token: (token.field, token.value, token.session))


def _opaque(case: Case) -> list[Reason]:
    """Gaps that would hide a token: the reading of where it must be is not complete."""
    inside, _ = coverage.gaps(case, case.arms, frozenset())
    return [
        Reason("gap-in-scope", f"{gap.reason.value} by {gap.app}: {gap.detail[:80]}")
        for gap in inside
        if case.ours(gap.uid) and gap.reason is not GapReason.TLS_REFUSED
    ]
