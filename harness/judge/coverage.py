"""What was examined in the intervals of arms, and what could not be read or understood (method §6, §7)."""

from __future__ import annotations

from harness.judge.case import Case
from harness.judge.findings import ReadGap
from harness.model.recording import ArmRecord


def gaps(
    case: Case, arms: tuple[ArmRecord, ...], closed: frozenset[str]
) -> tuple[tuple[ReadGap, ...], tuple[ReadGap, ...]]:
    """Gaps of these arms, in scope and out of scope.

    A gap that cannot be attributed is in scope (§6), unless the counters of all uids in scope are
    explained without it (`closed` holds the connections that closure excludes).
    """
    inside: list[ReadGap] = []
    outside: list[ReadGap] = []
    spans = [case.interval(arm) for arm in arms]
    for gap in case.reading.gaps:
        if not any(gap.first_us <= end and gap.last_us >= start for start, end in spans):
            continue
        excluded = gap.uid is None and gap.connection is not None and gap.connection in closed
        (inside if case.scope.covers(gap.uid) and not excluded else outside).append(gap)
    return tuple(inside), tuple(outside)


def residue(case: Case, arms: tuple[ArmRecord, ...]) -> tuple[str, ...]:
    """Leaves that were read and not understood, in scope, in these arms' intervals (§7)."""
    spans = [case.interval(arm) for arm in arms]
    return tuple(
        f"{leaf.host} {' > '.join(leaf.path)} ({leaf.app or 'unattributed'}, {leaf.exchange})"
        for leaf in case.reading.residue
        if case.scope.covers(leaf.uid)
        and any(
            leaf.moments.within(start, end) and (leaf.mixed or (leaf.moments.first_us or 0) >= start)
            for start, end in spans
        )
    )


def examined(case: Case, arms: tuple[ArmRecord, ...]) -> int:
    """Outbound messages in scope that were read in these arms and the closing windows of their sessions."""
    places = {arm.id for arm in arms} | {arm.session for arm in arms}
    return sum(
        count
        for (uid, where), count in case.reading.examined.items()
        if case.scope.covers(uid) and places.intersection(where)
    )


def describe(gap: ReadGap) -> str:
    """A gap for people and for `coverage`."""
    who = gap.app or "unattributed"
    return f"{gap.reason.value}: {who} to {gap.host or 'unknown host'}, {gap.count} x ({gap.detail[:120]})"
