"""What a reporting channel did in some arms: uploads of the app and of others, and how it was configured."""

from __future__ import annotations

from harness.judge.case import CARRIED, Case
from harness.judge.conviction import convicts
from harness.judge.findings import Sighted
from harness.model.arm import ArmKind
from harness.model.judgement import Reason
from harness.model.recording import ArmRecord

Arms = tuple[ArmRecord, ...]


def permissive(case: Case) -> int:
    """Read uploads by the app in the permissive arms of the part."""
    return sum(upload.count for upload in case.uploads_in(case.of_kind(ArmKind.PERMISSIVE)))


def permissive_beside(case: Case, arms: Arms) -> int:
    """Read uploads by the app in the permissive arms of the part and of the sessions of these arms."""
    sessions = {arm.session for arm in arms}
    beside = tuple(
        arm
        for arm in case.reading.arms
        if arm.app == case.app
        and arm.key.kind is ArmKind.PERMISSIVE
        and (arm.session in sessions or arm in case.arms)
    )
    return sum(upload.count for upload in case.uploads_in(beside))


def carried(case: Case, arms: Arms) -> list[Sighted]:
    """Content of these arms in usage statistics that a relay sent, or nobody known."""
    ids = {arm.id for arm in arms}
    return [
        item
        for item in case.reading.sightings
        if item.planted.kind in CARRIED
        and item.planted.arm in ids
        and item.channel is not None
        and not case.ours(item.uid)
        and convicts(case, item)
    ]


def doubtful(case: Case, arms: Arms) -> list[Reason]:
    """Events of these arms by relays or nobody known: another app's or this app's, nobody can tell.

    What a relay also reports in the blank arms of these sessions is not of the act (method §4).
    """
    ids, sessions = {arm.id for arm in arms}, {arm.session for arm in arms}
    blank = {arm.id for arm in case.reading.arms if arm.key.kind is ArmKind.BLANK and arm.session in sessions}
    usual = {(item.uid, item.name) for item in case.reading.uploads if item.arm in blank - ids}
    return [
        Reason(
            "relay-upload" if upload.uid is not None else "unattributed-upload",
            f"{upload.name} ({upload.count} x) by {upload.app or 'nobody known'} to "
            f"{upload.destination.host} in {upload.exchange}",
        )
        for upload in case.reading.uploads
        if upload.arm in ids
        and not case.ours(upload.uid)
        and case.scope.covers(upload.uid)
        and (upload.uid is None or (upload.uid, upload.name) not in usual)
    ]


def untimed(case: Case, arms: Arms) -> list[Reason]:
    """Uploads seen in an arm's interval, of which nobody knows what they tell.

    They have no time of their own, or one at which the app had not begun or that was still to come: what
    the suspect writes brings nothing out of scope.
    """
    spans = [case.interval(arm) for arm in arms]
    mine = [session for session in case.reading.sessions.values() if session.app == case.app]
    first = min((session.phone_opened_ms for session in mine), default=0)
    ends = [session.phone_closed_ms for session in mine if session.phone_closed_ms is not None]
    last = max(ends, default=0)

    def believable(times_ms: tuple[int, int] | None) -> bool:
        return times_ms is not None and first <= times_ms[0] and times_ms[1] <= last

    return [
        Reason("untimed-upload", f"{upload.name} to {upload.destination.host} in {upload.exchange}")
        for upload in case.reading.uploads
        if not (upload.timed and believable(upload.times_ms))
        and case.scope.covers(upload.uid)
        and any(upload.moments.within(start, end) for start, end in spans)
    ]


def unexplained(case: Case, arms: Arms) -> list[Reason]:
    """Messages of the app to a vendor or unknown host that are neither upload nor configuration nor feed."""
    spans = [case.interval(arm) for arm in arms]
    return [
        Reason(
            "unexplained-upload",
            f"{item.count} x to {item.destination.host} by {item.app or 'nobody known'} ({item.exchange})",
        )
        for item in case.reading.unexplained
        if (case.ours(item.uid) or item.uid is None)
        and any(item.moments.within(start, end) for start, end in spans)
    ]


def configuration(case: Case, arms: Arms) -> list[Reason]:
    """The channel's server configuration: read in each session, and the same in all of them (method §8)."""
    sessions = {arm.session for arm in arms}
    found = {
        (place, session): digests
        for (uid, place, session), digests in case.reading.configurations.items()
        if case.ours(uid) and session in sessions
    }
    places = sorted({place for place, _ in found})
    common = [place for place in places if {known for other, known in found if other == place} >= sessions]
    reasons = [
        Reason("configuration-unread", f"no server configuration of the channel was read in {session}")
        for session in sorted(sessions)
        if session not in {known for _, known in found}
    ]
    if places and not reasons and not common:
        reasons.append(Reason("configuration-unread", "none was read from one place in every session"))
    for place in places:
        digests = {digest for (other, _), several in found.items() if other == place for digest in several}
        if len(digests) > 1:
            reasons.append(Reason("configuration-changed", f"{place} answered {len(digests)} different ones"))
    return reasons
