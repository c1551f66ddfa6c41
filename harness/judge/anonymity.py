"""Rules about anonymity: identifiers in usage statistics, and the token that is said to be random."""

from __future__ import annotations

from harness.judge import alternatives as explained
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.presence import judge_presence
from harness.judge.reading import Sighted
from harness.model.judgement import Alternative, Judgement, Reason, Witness
from harness.model.message import GapReason
from harness.model.planted import PlantedKind
from harness.model.sighting import LayerPath

HARDWARE = frozenset(
    {"imei", "imei2", "serial", "android_id", "wifi_mac", "bluetooth_mac", "shell_android_id"}
)
"""Identifiers that survive a clearing of app data; the resettable ones (GAID, OAID) do not count."""


def identifier_absence(case: Case) -> Judgement:
    """Rule `identifier-absence`: no identifier of the device or its owner is in usage statistics."""
    caught = [item for item in _identifiers(case) if case.ours(item.uid) and case.convicts(item)]
    witnesses = tuple(
        case.witness(item, f"the {item.planted.part} of this handset as {item.form}") for item in caught
    )
    unread = [Reason("identifier-unread", text) for text in case.reading.unread_identifiers]
    return judge_absence(
        case,
        case.arms,
        witnesses,
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=_uploads(case),
        alternatives=explained.of_content(case, caught),
        reasons=[*unread, *_doubtful(case, _identifiers(case))],
        what="identifier of the device in usage statistics",
    )


def _identifiers(case: Case) -> list[Sighted]:
    """Identifiers inside messages of a reporting channel, in any form that is no mere candidate."""
    return [
        item
        for item in case.reading.sightings
        if item.planted.kind is PlantedKind.IDENTIFIER
        and item.channel is not None
        and not item.inbound
        and case.scope.covers(item.uid)
    ]


def _doubtful(case: Case, found: list[Sighted]) -> list[Reason]:
    """Identifiers in statistics that convict nobody and yet are no absence.

    A relay or nobody known sent them, or to a controller nobody knows, or in a form that chance may give.
    """
    return [
        Reason(
            "identifier-doubtful",
            f"{item.planted.part} as {item.form} by {item.app or 'nobody known'} to {item.destination.host} "
            f"in {item.exchange}",
        )
        for item in found
        if not (case.ours(item.uid) and case.convicts(item))
    ]


def _uploads(case: Case) -> int:
    permissive = tuple(arm for arm in case.arms if arm.kind == "permissive")
    return sum(upload.count for upload in case.uploads_in(permissive))


def _tokens(case: Case) -> list[tuple[str, str, str, tuple[str, LayerPath, str]]]:
    """(field, token, session, (exchange, path, host)) of the app's uploads."""
    sessions = {arm.session for arm in case.arms}
    return sorted(
        (field, token, session, place)
        for (uid, field, token, session), place in case.reading.token_places.items()
        if case.ours(uid) and session in sessions
    )


def _token_witness(
    case: Case, field: str, token: str, session: str, place: tuple[str, LayerPath, str]
) -> Witness:
    exchange, path, host = place
    return Witness(
        exchange=exchange,
        path=path,
        form="plain",
        planted="",
        value=f"{field} = {token}",
        app=case.app,
        app_by="socket",
        destination=host,
        controller="vendor",
        arm=session,
        detail="the token that usage statistics carry",
    )


def token_present(case: Case) -> Judgement:
    """Rule `token-present`: usage statistics carry a token of their own."""
    found = _tokens(case)
    witnesses = tuple(_token_witness(case, *item) for item in found[:8])
    reasons = [] if found or _uploads(case) else [Reason("silent-channel", "no upload was read")]
    reasons += _opaque(case)
    return judge_presence(case, witnesses, reasons, examined=_uploads(case), what="a token in the uploads")


def _opaque(case: Case) -> list[Reason]:
    """Gaps that would hide a token: the reading of where it must be is not complete."""
    inside, _ = case.gaps(case.arms, frozenset())
    return [
        Reason("gap-in-scope", f"{gap.reason.value} by {gap.app}: {gap.detail[:80]}")
        for gap in inside
        if case.ours(gap.uid) and gap.reason is not GapReason.TLS_REFUSED
    ]


def token_not_derived(case: Case) -> Judgement:
    """Rule `token-not-derived`: the token is no form of an identifier of the hardware or the owner."""
    field = case.reading.formats.token_field
    tokens = [item for item in _identifiers(case) if any(field(step) is not None for step in item.path)]
    caught = [item for item in tokens if case.ours(item.uid) and case.convicts(item)]
    witnesses = tuple(
        case.witness(item, f"the token is the {item.planted.part} as {item.form}") for item in caught
    )
    reasons = [Reason("identifier-unread", text) for text in case.reading.unread_identifiers]
    reasons += _doubtful(case, tokens)
    if not _tokens(case):
        reasons.append(Reason("token-missing", "no token was read"))
    return judge_absence(
        case,
        case.arms,
        witnesses,
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=_uploads(case),
        alternatives=explained.of_content(case, caught),
        reasons=reasons,
        what="token that follows from an identifier",
    )


def token_renewed(case: Case) -> Judgement:
    """Rule `token-renewed`: no token survives a clearing of the app's data."""
    seen: dict[tuple[str, str], list[tuple[str, tuple[str, LayerPath, str]]]] = {}
    sessions: set[str] = set()
    for field, token, session, place in _tokens(case):
        seen.setdefault((field, token), []).append((session, place))
        sessions.add(session)
    witnesses = tuple(
        _token_witness(case, field, token, session, place)
        for (field, token), several in sorted(seen.items())
        if len({session for session, _ in several}) > 1
        for session, place in several
    )
    reasons = []
    needed = {arm.session for arm in case.arms}
    if len(needed) < 2:  # noqa: PLR2004  # before and after
        reasons.append(Reason("arm-missing", "one session only: nothing was cleared in between"))
    reasons += [Reason("token-missing", f"no token was read in {name}") for name in sorted(needed - sessions)]
    alternatives = (
        Alternative("resent events of before", "each session starts from cleared app data, read back"),
        explained.sync(case, "the same account"),
        Alternative("chance", "a token of 16 or more characters"),
        Alternative("harness artefact", "the bench writes no token"),
    )
    return judge_absence(
        case,
        case.arms,
        witnesses,
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=_uploads(case),
        alternatives=alternatives,
        reasons=reasons,
        what="token that survives a clearing of app data",
    )


def token_random(case: Case) -> Judgement:
    """Rule `token-random`: that the token was drawn at random cannot be seen on one handset (method §7)."""
    values = [f"{field} = {token} in {session}" for field, token, session, _ in _tokens(case)]
    return judge_presence(
        case,
        (),
        [Reason("one-handset", "whether a token is random takes two handsets of one build, and resets")],
        examined=len(values),
        what="a random token",
        observations=tuple(values),
    )
