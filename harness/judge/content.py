"""The rule about content: nothing that was planted reaches anybody outside its act role (method §2, §3)."""

from __future__ import annotations

from collections.abc import Iterator

from harness.judge import alternatives, reporting
from harness.judge.absence import judge_absence
from harness.judge.case import CARRIED, Case
from harness.judge.conviction import ambiguous, convicts, maybe_chance, never_alone
from harness.judge.findings import Sighted
from harness.judge.witnesses import of_sighting
from harness.ledger.contract import NoParameters
from harness.model.arm import ArmKind
from harness.model.destination import ActRole, Controller
from harness.model.judgement import Judgement, Reason
from harness.model.planted import PlantedKind


def content_absence(case: Case, _parameters: NoParameters) -> Judgement:
    """Rule `content-absence`: no planted part of a restrictive arm reaches anybody outside its act role.

    Which condition makes an arm restrictive, the scenario says.
    """
    arms = case.of_kind(ArmKind.RESTRICTIVE)
    mine = {arm.id for arm in arms}
    concerned = [
        item
        for item in case.reading.sightings
        if item.planted.kind in CARRIED
        and item.planted.arm in mine
        and item.planted.part in case.proposition.parts
        and item.planted.act in case.part.acts
    ]
    convicting = [item for item in concerned if convicts(case, item)]
    return judge_absence(
        case,
        arms,
        tuple(of_sighting(item) for item in convicting),
        n=case.acts_done(arms),
        permissive_uploads=reporting.permissive_beside(case, arms),
        alternatives=alternatives.of_content(case, convicting),
        reasons=[
            *(reason for item in concerned for reason in _doubts(case, item)),
            *reporting.unexplained(case, arms),
            *reporting.configuration(case, arms),
        ],
        what=f"{', '.join(case.proposition.parts)} outside the act",
    )


def _doubts(case: Case, item: Sighted) -> Iterator[Reason]:
    """Why a sighting is no absence, although it may convict nobody."""
    part, host, exchange = item.planted.part, item.destination.host, item.exchange
    outside, covered = item.destination.act_role is ActRole.NONE, case.scope.covers(item.uid)
    if item.inbound:
        # A canary that comes back from outside its act role proves knowledge (method §7); what was read
        # from the screen came from there in the first place.
        if outside and item.planted.kind is PlantedKind.CANARY:
            yield Reason("came-back", f"{part} came back from {host} in {exchange}")
    else:
        if item.destination.controller is Controller.UNKNOWN and covered:
            yield Reason("unknown-controller", f"{part} reached {host} in {exchange}")
        if outside and not covered and item.destination.controller is Controller.VENDOR:
            yield Reason("content-by-foreign-app", f"{part} by {item.app} in {exchange}")
        if outside and covered and not item.by_canary and never_alone(case, item):
            yield Reason("never-alone", f"{part} in {item.place} to {host} in {exchange}")
        if covered and not outside and not _given(case, item):
            yield Reason("beyond-role", f"{part} in {item.place} to {host} in {exchange}")
        if outside and ambiguous(case, item):
            yield Reason("observed-ambiguous", f"{part} as {item.form} in {exchange}")
    if outside and maybe_chance(case, item):
        yield Reason("candidate-only", f"{part} as {item.form} in {exchange} may be chance")


def _given(case: Case, item: Sighted) -> bool:
    """Whether the act gives that host, in its role, that part in that place (method §2)."""
    act, part = item.planted.act, item.planted.part
    return act is not None and case.acts.permits(act, item.destination.act_role, part, item.place)
