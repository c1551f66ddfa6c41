"""The judgement of an absence: one procedure for every rule whose *holds* says "does not happen"."""

from __future__ import annotations

from collections.abc import Iterable

from harness.judge import controls, egress
from harness.judge.bounds import in_words, upper_bound
from harness.judge.case import Case, describe
from harness.judge.foreign import excluded_connections
from harness.judge.reading import ReadGap
from harness.judge.witnesses import grouped
from harness.model.claim import Breadth, Grade
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
    inside, outside = case.gaps(arms, excluded)
    relays = egress.closed_relays(states)
    open_gaps = tuple(gap for gap in inside if not _closed(gap, arms, relays))
    closed_gaps = tuple(gap for gap in inside if gap not in open_gaps)
    residue = case.residue(arms)
    control_states = controls.of_arms(case, arms)
    measured = controls.sensitivity(case, arms)
    voided = case.void()
    minimum = case.proposition.minimum_n.at(case.grade)
    problems = [*reasons, *case.reasons_of_arms(arms), *closure_reasons]
    problems += [Reason("gap-in-scope", describe(gap)) for gap in open_gaps]
    problems += [Reason("residue", text) for text in residue]
    problems += [
        Reason("control-missing", f"{state.name} in {state.arm}: {state.detail}")
        for state in control_states
        if not state.seen
    ]
    if n < minimum:
        problems.append(Reason("n-too-small", f"n is {n}, {minimum - n} short of {minimum}"))
    if permissive_uploads == 0:
        problems.append(
            Reason("silent-channel", "no read upload in the permissive arm: a silent app proves nothing")
        )
    if not closure_reasons and not states:
        problems.append(Reason("closure-not-shown", "no counter was compared"))
    broad = any(app.package == case.app and app.breadth is Breadth.BROAD for app in case.proposition.apps)
    if voided:
        outcome, because, kept = Outcome.UNPROVEN, "the run is void", voided
    elif witnesses and not broad and (unexcluded := [item for item in alternatives if not item.excluded_by]):
        outcome = Outcome.UNPROVEN
        kept = [Reason("alternative-open", f"{item.name}: nothing excludes it") for item in unexcluded]
        because = f"seen, but nothing excludes {unexcluded[0].name}"
    elif witnesses and not broad:
        outcome, kept = Outcome.VIOLATED, []
        first, count = witnesses[0], len({witness.exchange for witness in witnesses})
        exchanges = "1 exchange" if count == 1 else f"{count} exchanges"
        because = f"{first.first.value} reached {first.destination} ({first.first.form}; {exchanges})"
    elif witnesses:
        outcome = Outcome.UNPROVEN
        kept = [Reason("broad-reading-only", "the claim's words name another product"), *problems]
        because = "seen, but only the broad reading of the claim covers this app"
    elif problems:
        outcome, kept = Outcome.UNPROVEN, problems
        because = f"{problems[0].id}: {problems[0].detail}"
        if len(problems) > 1:
            because += f" (and {len(problems) - 1} more)"
    else:
        outcome, kept = Outcome.HOLDS, []
        because = f"no {what}; {in_words(n)}"
    grade_labels = ("screening", INSTRUMENTED) if case.grade is Grade.SCREENING else ()
    examined = sum(
        count
        for (uid, place), count in case.reading.examined.items()
        if case.scope.covers(uid) and any(arm.id == place or arm.session in place.split("+") for arm in arms)
    )
    return Judgement(
        claim=case.claim.id,
        proposition=case.proposition.id,
        kind=case.proposition.kind,
        scenario=case.scenario,
        app=case.app,
        rule=case.proposition.rule,
        outcome=outcome,
        because=because,
        grade=case.grade,
        origin=case.origin,
        minimum_n=minimum,
        reasons=tuple(kept),
        witnesses=witnesses,
        scope=tuple(sorted(case.reading_name(uid) for uid in case.scope.uids)),
        arms=tuple(arm.id for arm in arms),
        coverage=Coverage(
            examined,
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
        repeats=len({arm.repeat for arm in arms}),
        bound95=upper_bound(n),
        window_s=min(
            (session.window_s for arm in arms if (session := case.session(arm)) is not None), default=0
        ),
        labels=grade_labels,
        alternatives=alternatives if outcome is Outcome.VIOLATED else (),
        interventions=case.reading.facts.interventions,
        observations=observations,
    )


def _closed(gap: ReadGap, arms: tuple[ArmRecord, ...], relays: frozenset[tuple[str, str]]) -> bool:
    """Whether a relay's opaque flow is closed for every arm by a suspended-relay arm (method §6)."""
    return gap.reason in OPAQUE and gap.app is not None and all((arm.id, gap.app) in relays for arm in arms)
