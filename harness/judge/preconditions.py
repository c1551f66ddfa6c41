"""What is wrong with the arms of a case: missing, aborted, faulty, conditions not proved (method §4)."""

from __future__ import annotations

from collections.abc import Iterator

from harness.judge.case import BOTH_ENDS, Case
from harness.model.judgement import Reason
from harness.model.lines import APKS, ActOutcome, Precondition
from harness.model.planted import PlantedKind
from harness.model.recording import ArmRecord


def of_arms(case: Case, arms: tuple[ArmRecord, ...]) -> list[Reason]:
    """Reasons of the needed arms and of these, which are judged and need their whole closing window."""
    reasons = [Reason("arm-missing", name) for name in case.missing()]
    if not case.part.arms:
        reasons.append(Reason("arm-missing", "no arm was planned"))
    every = tuple(dict.fromkeys((*case.arms, *arms)))
    for arm in every:
        reasons.extend(_arm(case, arm))
    for arm in arms:
        reasons.extend(_window(case, arm))
    ids = {arm.id for arm in every}
    reasons.extend(
        Reason("fault", f"{fault.fault}: {fault.detail}")
        for fault in case.reading.faults
        if fault.arm is None or fault.arm in ids
    )
    return reasons


def of_run(case: Case) -> list[Reason]:
    """Why the run as a whole says nothing: a blank value was seen (§1, §8)."""
    return [
        Reason("run-voided", f"the blank value {item.planted.id} was seen in {item.exchange}")
        for item in case.reading.sightings
        if item.planted.kind is PlantedKind.BLANK
    ]


def _window(case: Case, arm: ArmRecord) -> Iterator[Reason]:
    session = case.session(arm)
    wanted_s = case.proposition.window_s.at(case.grade)
    if session is None or session.closed_us is None:
        yield Reason("window-cut", f"{arm.id}: its closing window was not recorded to the end")
    elif session.window_s < wanted_s:
        yield Reason("window-short", f"{arm.id}: {session.window_s} s of {wanted_s} s")
    if session is not None and not session.cleared:
        yield Reason("data-not-cleared", f"{session.id} did not start from cleared data")


def _arm(case: Case, arm: ArmRecord) -> Iterator[Reason]:
    """Asked of every arm that the proposition needs: a control that was not in order controls nothing."""
    if arm.aborted:
        yield Reason("arm-aborted", f"{arm.id}: {arm.aborted}")
    acts = [act for act in case.reading.acts if act.arm == arm.id]
    seen = case.acts_seen()
    for act in acts:
        if act.outcome is not ActOutcome.DONE:
            yield Reason("act-failed", f"{arm.id}: {act.act} {act.number}: {act.detail}")
    for act in acts:
        if act.outcome is ActOutcome.DONE and (arm.id, act.act, act.number) not in seen:
            yield Reason("act-unseen", f"{arm.id}: nothing of {act.act} {act.number} was recorded")
    signals = [item for item in case.reading.preconditions if item.arm == arm.id]
    yield from _signals(case, arm, signals)
    compared = sum((item.condition, item.signal) == (APKS, arm.app) for item in signals)
    if compared < BOTH_ENDS:
        detail = f"{arm.id}: wanted the APKs of {arm.app} compared before and after, found {compared}"
        yield Reason("precondition-unproven", detail)
    for item in signals:
        if not item.met:
            detail = f"{arm.id}: {item.signal}: wanted {item.wanted}, found {item.found}"
            yield Reason("precondition-unproven", detail)


def _signals(case: Case, arm: ArmRecord, signals: list[Precondition]) -> Iterator[Reason]:
    """Each condition takes as many different signals as `features/acts.yaml` asks for its value."""
    for name, value in arm.key.every.items():
        wanted = case.acts.condition(name).value(value).signals
        told = dict.fromkeys(item.signal for item in signals if item.condition == name)
        if len(told) < wanted:
            found = f"only {', '.join(told)}" if told else "none"
            detail = f"{arm.id}: wanted {wanted} different signals for {name}={value}, found {found}"
            yield Reason("precondition-unproven", detail)
