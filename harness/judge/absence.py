"""The judgement of an absence: one procedure for every rule whose *holds* says "does not happen"."""

from __future__ import annotations

from collections.abc import Iterable

from harness.judge import controls, coverage, egress, preconditions
from harness.judge.bounds import in_words, upper_bound
from harness.judge.case import Case
from harness.judge.coverage import describe
from harness.judge.findings import ReadGap
from harness.judge.foreign import excluded_connections
from harness.judge.witnesses import grouped
from harness.model.claim import Grade
from harness.model.judgement import (
    Alternative,
    Coverage,
    Judgement,
    Outcome,
    Reason,
    Witness,
)
from harness.model.message import GapReason
from harness.model.recording import ArmRecord

INSTRUMENTED = "instrumented only"
"""Label of a screening *holds*: proxy and CA were in place, no outside recorder was (method §10)."""
OPAQUE = frozenset({GapReason.TCP_OPAQUE, GapReason.UDP_OPAQUE, GapReason.TLS_OPAQUE})


def judge_absence(
    case: Case,
    arms: tuple[ArmRecord, ...],
    witnesses: tuple[Witness, ...],
    *,
    n: int,
    permissive_uploads: int,
    alternatives: tuple[Alternative, ...] = (),
    reasons: Iterable[Reason] = (),
    observations: tuple[str, ...] = (),
    what: str,
) -> Judgement:
    """The judgement of an absence over `arms`.

    1. A voided run has no verdicts (method §1).
    2. An attributed witness violates, whatever else is missing; one that only the broad reading covers
       leaves it unproven.
    3. Everything that a complete reading needs is collected as reasons; any one makes it unproven.
    4. Only what has none holds, with its bound, window and labels.

    `what` completes "no ...".
    """
    witnesses = grouped(witnesses)
    states, closure_reasons = egress.of_arms(case, arms)
    excluded = excluded_connections(case, arms)
    inside, outside = coverage.gaps(case, arms, excluded)
    relays = egress.closed_relays(states)
    open_gaps = tuple(gap for gap in inside if not _closed(gap, arms, relays))
    closed_gaps = tuple(gap for gap in inside if gap not in open_gaps)
    residue = coverage.residue(case, arms)
    control_states = controls.of_arms(case, arms)
    measured = controls.sensitivity(case, arms)
    problems = [*reasons, *preconditions.of_arms(case, arms), *closure_reasons]
    problems += [Reason("gap-in-scope", describe(gap)) for gap in open_gaps]
    problems += [Reason("residue", text) for text in residue]
    problems += [
        Reason("control-missing", f"{state.name} in {state.arm}: {state.detail}")
        for state in control_states
        if not state.seen
    ]
    if n < case.minimum_n:
        problems.append(Reason("n-too-small", f"n is {n}, {case.minimum_n - n} short of {case.minimum_n}"))
    if permissive_uploads == 0:
        text = "no read upload in the permissive arm: a silent app proves nothing"
        problems.append(Reason("silent-channel", text))
    if not closure_reasons and not states:
        problems.append(Reason("closure-not-shown", "no counter was compared"))
    outcome, because, kept = _verdict(case, witnesses, alternatives, problems)
    return case.judgement(
        outcome,
        because or f"no {what}; {in_words(n)}",
        reasons=tuple(kept),
        witnesses=witnesses,
        scope=tuple(sorted(case.package_names(uid) for uid in case.scope.uids)),
        arms=tuple(arm.id for arm in arms),
        coverage=Coverage(
            coverage.examined(case, arms),
            tuple(describe(gap) for gap in open_gaps),
            tuple(describe(gap) for gap in outside)
            + tuple(f"closed by a suspended-relay arm: {describe(gap)}" for gap in closed_gaps),
            residue,
        ),
        controls=control_states,
        closure=states,
        sensitivity=measured,
        permissive_uploads=permissive_uploads,
        n=n,
        repeats=len({arm.key.repeat for arm in arms}),
        bound95=upper_bound(n),
        window_s=min(
            (session.window_s for arm in arms if (session := case.session(arm)) is not None), default=0
        ),
        labels=("screening", INSTRUMENTED) if case.grade is Grade.SCREENING else (),
        alternatives=alternatives if outcome is Outcome.VIOLATED else (),
        interventions=case.reading.facts.interventions,
        observations=observations,
    )


def _verdict(
    case: Case, witnesses: tuple[Witness, ...], alternatives: tuple[Alternative, ...], problems: list[Reason]
) -> tuple[Outcome, str, list[Reason]]:
    """Outcome, what it rests on, and the reasons that stay; a *holds* has neither."""
    voided = preconditions.of_run(case)
    unexcluded = [item for item in alternatives if not item.excluded_by]
    if voided:
        return Outcome.UNPROVEN, "the run is void", voided
    if witnesses and case.broad:
        broad = Reason("broad-reading-only", "the claim's words name another product")
        because = "seen, but only the broad reading of the claim covers this app"
        return Outcome.UNPROVEN, because, [broad, *problems]
    if witnesses and unexcluded:
        open_ = [Reason("alternative-open", f"{item.name}: nothing excludes it") for item in unexcluded]
        return Outcome.UNPROVEN, f"seen, but nothing excludes {unexcluded[0].name}", open_
    if witnesses:
        first, count = witnesses[0], len({witness.exchange for witness in witnesses})
        exchanges = "1 exchange" if count == 1 else f"{count} exchanges"
        because = f"{first.first.value} reached {first.destination} ({first.first.form}; {exchanges})"
        return Outcome.VIOLATED, because, []
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        return Outcome.UNPROVEN, f"{problems[0].id}: {problems[0].detail}{more}", problems
    return Outcome.HOLDS, "", []


def _closed(gap: ReadGap, arms: tuple[ArmRecord, ...], relays: frozenset[tuple[str, str]]) -> bool:
    """Whether a relay's opaque flow is closed for every arm by a suspended-relay arm (method §6)."""
    return gap.reason in OPAQUE and gap.app is not None and all((arm.id, gap.app) in relays for arm in arms)
